"""`python -m index …`: build, search, show, export, check, and what `index.publishing` adds. One function a command.

Exit codes: 0 all good · 1 failed · 2 usage or a refused query · 3 some lines of a batch are bad · 4 no usable index.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from index.documents import roundtrip
from index.documents.library import Library, load_library
from index.errors import IndexFailure, IndexMissing, QueryRefused
from index.publishing.commands import data_dir, register
from index.publishing.shelf import ADDED
from index.text.jsonl import Line, read_lines
from index.vocabulary.divisions import divisions

if TYPE_CHECKING:  # opening the searcher costs; `show`, `check` and `export` do without
    from index.search.searcher import Hit, Searcher

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_SOME_BAD, EXIT_NO_INDEX = range(5)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except IndexMissing as error:
        return _complain(error.message, EXIT_NO_INDEX)
    except QueryRefused as error:
        return _complain(error.message, EXIT_USAGE)
    except IndexFailure as error:
        return _complain(error.message, EXIT_FAILED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader left (`| head`)
        return EXIT_OK
    except KeyboardInterrupt:
        return _complain("已中断，原有索引不受影响。", 130)


def _complain(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期“{text}”不对，请写成 2026-11-22 这样") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description="政策条款索引")
    commands = parser.add_subparsers(required=True, metavar="命令")

    build = commands.add_parser("build", help="建立索引（只计算有变化的语句；原有索引在完成前照常服务）")
    build.add_argument("--corpus", type=Path, help="政策文件目录，默认为随项目发布的文件和收录的文件")
    build.add_argument("--out", type=Path, help="索引存放目录")
    build.set_defaults(command=_build)

    search = commands.add_parser("search", help="按意思查条款")
    search.add_argument("query", nargs="?", help="要查的内容，用引号括起来")
    search.add_argument("-k", type=int, default=10, help="返回几条，默认 10")
    search.add_argument("--region", action="append", default=[], help="只查某地（可多次）")
    search.add_argument("--document", action="append", default=[], help="只查某份文件的编号（可多次）")
    search.add_argument("--as-of", type=_day, help="只查这一天有效或征求意见中的文件，如 2026-11-22")
    search.add_argument("--json", action="store_true", help="输出 JSON")
    search.add_argument("--batch", metavar="FILE", help='逐行查询 JSONL 文件，每行 {"id","question"}；- 表示标准输入')
    search.add_argument("--corpus", type=Path, help="政策文件目录")
    search.add_argument("--out", type=Path, help="索引存放目录")
    search.set_defaults(command=_search)

    show = commands.add_parser("show", help="显示一个条款")
    show.add_argument("clause_id", help="条款编号，如 文件编号/（十二）；从外到内的编号（二/（三）/1.）也可以")
    show.add_argument("--corpus", type=Path, help="政策文件目录")
    show.set_defaults(command=_show)

    export = commands.add_parser("export", help="导出全部条款与位置，供复核")
    export.add_argument("--json", action="store_true", help="JSON 格式（也是唯一格式）")
    export.add_argument("--corpus", type=Path, help="政策文件目录")
    export.set_defaults(command=_export)

    check = commands.add_parser("check", help="校验：原文与条款树一字不差、编号与条数、索引清单")
    check.add_argument("--corpus", type=Path, help="政策文件目录")
    check.add_argument("--out", type=Path, help="索引存放目录")
    check.set_defaults(command=_check)
    register(commands)
    return parser


def _library(arguments: argparse.Namespace) -> Library:
    """The shipped documents with the added ones; a corpus named by hand stands alone."""
    added = None if arguments.corpus else data_dir(None) / ADDED
    library = load_library(_corpus(arguments.corpus), added)
    for reason in library.skipped.values():
        print(f"未收录：{reason}", file=sys.stderr)
    return library


def _root(out: Path | None) -> Path:
    """Where the index lives: `--out`, else `index/` in POLICY_DATA_DIR, else in the project's data folder."""
    return out or data_dir(None) / "index"


def _corpus(written: Path | None) -> Path | None:
    named = os.environ.get("POLICY_CORPUS_DIR")
    return written or (Path(named) if named else None)


def _model() -> str:
    return os.environ.get("POLICY_EMBEDDING_MODEL") or "bundled"


def _build(arguments: argparse.Namespace) -> int:
    from index.store.build import build, remember_parsed

    remember_parsed(_root(arguments.out))
    library = _library(arguments)
    print("正在准备向量模型…", file=sys.stderr)
    built = build(
        library,
        _root(arguments.out),
        model=_model(),
        chroma_url=os.environ.get("POLICY_CHROMA_URL") or None,
        progress=True,
    )
    if built.mended:
        print(f"索引原有损坏，已按原文重建：{'、'.join(built.mended[:3])}", file=sys.stderr)
    done = f"新计算 {built.embedded} 个语句" if built.embedded else "没有语句要重新计算"
    print(f"索引版本 {built.manifest.version}：{built.manifest.passages} 个语句，{done}。")
    return EXIT_OK


def _open(arguments: argparse.Namespace) -> Searcher:
    from index.search.searcher import Searcher

    return Searcher.open(
        _root(arguments.out),
        corpus=_corpus(arguments.corpus),
        added=None if arguments.corpus else data_dir(None) / ADDED,
        model=_model(),
        chroma_url=os.environ.get("POLICY_CHROMA_URL") or None,
    )


def _search(arguments: argparse.Namespace) -> int:
    if (arguments.query is None) == (arguments.batch is None):
        raise QueryRefused("请写要查的内容，或用 --batch 指定一个 JSONL 文件，二者选一。")
    if arguments.k < 1:
        raise QueryRefused("-k 应是大于 0 的整数。")
    searcher = _open(arguments)
    if searcher.library.corpus_hash != _library(arguments).corpus_hash:
        print("政策文件在建立索引之后有变化，暂按原文件查询；请运行 python -m index build。", file=sys.stderr)
    for document_id in arguments.document:
        searcher.library.document(document_id)
    arguments.region = [_region(written, searcher.library) for written in arguments.region]
    try:
        return _search_batch(arguments, searcher) if arguments.batch else _search_one(arguments, searcher)
    finally:
        searcher.close()


def _region(written: str, library: Library) -> str:
    known = divisions().named(written)
    region = written if written in library.regions else library.serving(known.key) if known else None
    if region is None:
        raise QueryRefused(f"没有收录“{written}”的文件。已收录：{'、'.join(library.regions)}。")
    return region


def _hits(arguments: argparse.Namespace, searcher: Searcher, query: str) -> list[Hit]:
    return searcher.search(
        query, arguments.k, regions=arguments.region, documents=arguments.document, as_of=arguments.as_of
    )


def _search_one(arguments: argparse.Namespace, searcher: Searcher) -> int:
    hits = _hits(arguments, searcher, arguments.query)
    if arguments.json:
        print(json.dumps([_public(hit) for hit in hits], ensure_ascii=False, indent=1))
        return EXIT_OK
    for n, hit in enumerate(hits, start=1):
        document, clause = searcher.library.documents[hit.document_id], searcher.library.clause(hit.clause_id)
        print(
            f"{n:2d}. {hit.score:6.3f}  {hit.clause_id}  《{document.short_title}》{clause.label}\n      {hit.passage}"
        )
    return EXIT_OK


def _search_batch(arguments: argparse.Namespace, searcher: Searcher) -> int:
    bad = 0
    with _binary(arguments.batch) as stream:
        for line in read_lines(stream):
            record = _search_line(arguments, searcher, line)
            bad += "error" in record
            print(json.dumps(record, ensure_ascii=False), flush=True)
    return EXIT_SOME_BAD if bad else EXIT_OK


def _search_line(arguments: argparse.Namespace, searcher: Searcher, line: Line) -> dict[str, Any]:
    if line.record is None:
        return line.error(line.problem)
    identity, question = line.record.get("id"), line.record.get("question")
    if not isinstance(identity, str | int) or not isinstance(question, str):
        return line.error('缺少编号 id 或问题 question，每行应像 {"id": "1", "question": "…"}。')
    try:
        hits = _hits(arguments, searcher, question)
    except IndexFailure as error:
        return line.error(error.message, error.code)
    return {"id": identity, "retrieved": [_public(hit) for hit in hits]}


def _public(hit: Hit) -> dict[str, Any]:
    return {
        "clause_id": hit.clause_id,
        "document_id": hit.document_id,
        "locator": hit.locator,
        "text": hit.text,
        "passage": hit.passage,
        "score": hit.score,
    }


def _binary(name: str) -> BinaryIO:
    if name == "-":
        return sys.stdin.buffer
    try:
        return open(name, "rb")
    except OSError as error:
        raise QueryRefused(f"打不开文件 {name}：请检查路径和权限。", log=str(error)) from error


def _show(arguments: argparse.Namespace) -> int:
    library = _library(arguments)
    clause = library.clause(arguments.clause_id)
    document = library.document(clause.document_id)
    print(f"{clause.id}\n《{document.title}》{clause.label}\n\n{library.full_text(clause)}")
    return EXIT_OK


def _export(arguments: argparse.Namespace) -> int:
    library = _library(arguments)
    documents = [roundtrip.export(document) for document in library.documents.values()]
    print(json.dumps({"documents": documents}, ensure_ascii=False, indent=1))
    return EXIT_OK


def _check(arguments: argparse.Namespace) -> int:
    library = _library(arguments)
    bad = 0
    for document in library.documents.values():
        problems = list(roundtrip.findings(document))
        bad += bool(problems)
        numbered = sum(roundtrip.counts(document).values())
        print(
            f"{'通过' if not problems else '不通过'}  {document.id}：{len(document.source)} 字，"
            f"{len(document.clauses)} 个节点（编号 {numbered} 个），{len(document.passages)} 个语句"
        )
        for problem in problems:
            print(f"      {problem}")
    print(f"{len(library.documents) - bad}/{len(library.documents)} 份文件通过")
    fits, finding = _index_state(library, _root(arguments.out))
    print(f"{'通过' if fits else '不通过'}  索引：{finding}")
    return EXIT_OK if fits and not bad else EXIT_FAILED


def _index_state(library: Library, root: Path) -> tuple[bool, str]:
    """Whether the serving version was built from these texts. No index yet is a finding, not a fault."""
    from index.store.digests import damaged, require_intact
    from index.store.manifest import current_version, read_manifest

    if not (root / "current").exists():
        return True, "尚未建立（python -m index build）"
    try:
        folder = current_version(root)
        manifest = read_manifest(folder)
        require_intact(folder, damaged(folder))
    except IndexMissing as error:
        return False, error.message
    if manifest.corpus_hash != library.corpus_hash:
        return False, "政策文件在建立索引之后有变化，请运行 python -m index build 重建"
    return True, f"版本 {manifest.version}，{manifest.passages} 个语句，与政策文件一致"
