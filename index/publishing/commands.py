"""`add`, `list`, `diff`, `publish`, `withdraw`: one small function a command, for `index.cli` and `policy docs`."""

from __future__ import annotations

import getpass
import os
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.command_line import CommandLine
from index.documents.model import ClauseKind
from index.documents.revision import NAMES, Change, compare
from index.documents.states import NAMES as STATES
from index.documents.status import document_status
from index.errors import IndexFailure

if TYPE_CHECKING:
    from index.publishing.shelf import Added, Shelf

_LEVELS = {"county": "县区", "city": "市", "province": "省", "country": "全国"}
_SHOWN = 46  # characters of a clause in a list


Corpus = Annotated[Path | None, typer.Option("--corpus", metavar="目录", help="政策文件目录，默认为随项目发布的文件")]
Data = Annotated[Path | None, typer.Option("--data", metavar="目录", help="数据目录，默认同 POLICY_DATA_DIR")]
Who = Annotated[str, typer.Option("--who", metavar="姓名", help="由谁办理，默认为当前系统用户", show_default=False)]
Why = Annotated[str, typer.Option("--why", metavar="原因", help="为什么，记入文件的状态记录", show_default=False)]
Ids = Annotated[list[str], typer.Argument(metavar="编号…")]

documents = CommandLine("政策文件：收录、对比、发布、撤下")


def data_dir(written: Path | None) -> Path:
    """`--data`, else POLICY_DATA_DIR, else the project's data folder."""
    return written or Path(os.environ.get("POLICY_DATA_DIR") or Path(__file__).resolve().parents[2] / "data")


def _shelf(corpus: Path | None, data: Path | None) -> Shelf:
    from index.publishing.shelf import Shelf

    named = os.environ.get("POLICY_CORPUS_DIR")
    return Shelf(
        data_dir(data),
        corpus or (Path(named) if named else None),
        model=os.environ.get("POLICY_EMBEDDING_MODEL") or "bundled",
        chroma_url=os.environ.get("POLICY_CHROMA_URL") or None,
    )


def _by(who: str) -> str:
    try:
        return who or getpass.getuser()
    except (KeyError, OSError):  # a container's user need not have a name
        return f"uid {os.getuid()}"


@documents.command("add")
def _add(
    files: Annotated[list[Path], typer.Argument(metavar="文件…")],
    publish: Annotated[bool, typer.Option("--publish", help="收录后立即发布")] = False,
    document_id: Annotated[
        str, typer.Option("--id", metavar="编号", help="指定编号，如 hefei-2023（只收录一份时）", show_default=False)
    ] = "",
    who: Who = "",
    why: Why = "",
    corpus: Corpus = None,
    data: Data = None,
) -> int:
    """收录文件（docx、pdf、html、md、txt），打印读到了什么"""
    shelf, bad = _shelf(corpus, data), 0
    if document_id and len(files) > 1:
        raise IndexFailure("--id 只能在收录一份文件时使用。")
    taken: list[str] = []
    for path in files:
        try:
            added = shelf.add(path, who=_by(who), document_id=document_id)
        except IndexFailure as error:
            bad += 1
            print(f"未收录 {path.name}：{error.message}")
            continue
        taken.append(added.document.id)
        print("\n".join(_read(added)))
    if publish and taken:
        built = shelf.publish(taken, who=_by(who), why=why)
        print(f"已发布 {'、'.join(taken)}；索引版本 {built.manifest.version}，新计算 {built.embedded} 个语句。")
    elif taken:
        print(f"下一步：核对后运行 python -m index publish {' '.join(taken)}")
    return 3 if bad and taken else 1 if bad else 0


def _read(added: Added) -> list[str]:
    """What was read, for a person to check; a line for each field, 未读出 where the text gives none."""
    document, validity = added.document, added.document.validity
    region = f"{document.region}（{_LEVELS[document.region_level]}）" if document.region else ""
    above = f"，上级：{'、'.join(document.parents)}" if document.parents else ""
    lines = [f"已收录 {document.id}（草稿），存于 {added.folder}"]
    for name, value in (
        ("标题", document.title if document.title != document.id else ""),
        ("地区", region + above),
        ("发文机关", document.issuer),
        ("文号", document.number),
        ("成文日期", _day(document.issued)),
        ("施行", _day(validity.valid_from)),
        ("到期", _day(validity.valid_to)),
        ("征求意见截止", _day(validity.comments_until)),
        ("废止", "；".join(f"《{each.name}》{each.number}" for each in document.repeals)),
    ):
        if value or name in ("标题", "地区", "发文机关", "文号", "成文日期"):
            lines.append(f"  {name}：{value or '未读出'}")
    lines.append(f"  状态：{document_status(document, date.today()).banner}")  # noqa: DTZ011
    lines.extend(f"  依据：{clause_id.partition('/')[2]}“{quote}”" for clause_id, quote in validity.quotes)
    counted = Counter(clause.kind for clause in document.clauses if clause.number)
    rows, numbered = counted.pop(ClauseKind.ROW, 0), counted.total()
    lines.append(f"  条款：{numbered} 条编号条目，{rows} 个表格行，{len(document.passages)} 个语句")
    lines.extend(f"  注意：{note}" for note in added.notes)
    lines.append(f"  奖补：发布后用 python -m assistant.rulebook.draft {document.id} 查看从原文读出的规则草案")
    return lines


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


@documents.command("list")
def _list(corpus: Corpus = None, data: Data = None) -> int:
    """列出全部文件及其状态，含草稿和已撤下的"""
    for placed in _shelf(corpus, data).placed():
        document = placed.document
        standing = document_status(document, date.today()).status  # noqa: DTZ011
        last = placed.steps[-1] if placed.steps else None
        by = f"，{last.at[:10]} {last.who}：{last.why}" if last else "，随项目发布" if placed.shipped else ""
        print(f"{document.id}\t{STATES[placed.state]}\t{document.region}\t{standing}\t《{document.title}》{by}")
    return 0


@documents.command("diff")
def _diff(
    old: Annotated[str, typer.Argument(metavar="旧编号")],
    new: Annotated[str, typer.Argument(metavar="新编号")],
    every: Annotated[bool, typer.Option("--all", help="未变的条款也列出")] = False,
    corpus: Corpus = None,
    data: Data = None,
) -> int:
    """逐条对比两个文本：未变、移位、改文字、改数字、新增、删去"""
    shelf = _shelf(corpus, data)
    changes = compare(shelf.document(old), shelf.document(new))
    for change in changes:
        if every or change.kind != "same":
            print(_change(change))
    counted = Counter(change.kind for change in changes)
    print("；".join(f"{NAMES[kind]} {counted[kind]} 条" for kind in NAMES if counted[kind]))
    return 0


def _change(change: Change) -> str:
    old, new = change.old, change.new
    where = " → ".join(dict.fromkeys(clause.label for clause in (old, new) if clause))
    text = (new or old).text if (new or old) else ""  # type: ignore[union-attr]
    line = f"{NAMES[change.kind]}\t{where}\t{text[:_SHOWN].replace(chr(10), ' ')}"
    if change.kind == "figures":
        line += f"\n\t\t原 {'、'.join(change.figures[0]) or '—'}；现 {'、'.join(change.figures[1]) or '—'}"
    return line


@documents.command("publish")
def _publish(ids: Ids, who: Who = "", why: Why = "", corpus: Corpus = None, data: Data = None) -> int:
    """发布草稿"""
    built = _shelf(corpus, data).publish(ids, who=_by(who), why=why)
    print(f"已发布 {'、'.join(ids)}；索引版本 {built.manifest.version}，新计算 {built.embedded} 个语句。")
    return 0


@documents.command("withdraw")
def _withdraw(ids: Ids, who: Who = "", why: Why = "", corpus: Corpus = None, data: Data = None) -> int:
    """撤下已发布的文件"""
    shelf = _shelf(corpus, data)
    for document_id in ids:
        built = shelf.withdraw(document_id, who=_by(who), why=why)
        print(f"已撤下 {document_id}；索引版本 {built.manifest.version}。")
    return 0
