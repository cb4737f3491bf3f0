"""The handbook: every rule of a document as one line in words, for a policy officer to proof-read against the text."""

from __future__ import annotations

from pathlib import Path

from assistant.calculator import kinds
from assistant.calculator.rule import Rule
from assistant.rulebook import wording
from assistant.rulebook.load import BookRule, Rulebook

_SURE = {"exact": "确定", "at_most": "最高", "at_least": "不低于"}


def write_handbooks(book: Rulebook, folder: Path) -> list[Path]:
    """Write `handbook-<document>.md` of every document with rules; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for document_id in book.library.documents:
        if book.of_document(document_id):
            path = folder / f"handbook-{document_id}.md"
            path.write_text(handbook(book, document_id), encoding="utf-8", newline="\n")
            written.append(path)
    return written


def handbook(book: Rulebook, document_id: str) -> str:
    """The page of one document, Markdown."""
    document = book.library.document(document_id)
    entries = book.of_document(document_id)
    draft = "（征求意见稿）" if document.validity.draft else ""
    lines = [
        f"# 规则手册：《{document.title}》{draft}",
        "",
        f"本页由规则数据生成（`rules handbook`），共 {len(entries)} 条规则，请对照原文逐行校对；"
        "有误请改 `assistant/rulebook/rules` 里的规则文件，不要改本页。",
        "“〔核实〕”是由受理部门核实的条件。“确定”指按原文能算出确定的金额，“最高”指原文只给上限。",
        "",
        "| 条款 | 奖励 | 金额或算法 | 条件 | 封顶 | 性质 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_line(book, entry) for entry in entries]
    lines += _for_all(book, document_id)
    return "\n".join(lines) + "\n"


def _line(book: Rulebook, entry: BookRule) -> str:
    rule, file, inputs = entry.rule, entry.file, entry.registry
    cells = [
        book.library.clause(entry.clause_id).label,
        rule.title,
        _amount(entry),
        wording.conditions((*file.shared.when, *rule.when), inputs),
        wording.caps((*rule.limits, *(limit for branch in rule.branches for limit in branch.limits))),
        _certainty(rule),
    ]
    if file.shared.limits:
        cells[4] = "；".join(filter(None, [cells[4], f"{wording.caps(file.shared.limits)}（本条各项合计）"]))
    return "| " + " | ".join(cell.replace("|", "／").replace("\n", " ") or "—" for cell in cells) + " |"


def _amount(entry: BookRule) -> str:
    rule, inputs = entry.rule, entry.registry
    if rule.award is not None:
        shown = wording.award(rule.award, inputs)
    elif rule.branches:
        shown = "；".join(
            f"【{wording.conditions(branch.when, inputs)}】{wording.award(branch.award, inputs)}"
            for branch in rule.branches
        )
    else:
        shown = "；".join(_part(entry, number) for number in range(len(rule.parts))) + "（各项相加）"
    if rule.total:
        shown += f"，共计{rule.total}"
    return shown + ("；晋级补差" if rule.progress == "difference" else "")


def _part(entry: BookRule, number: int) -> str:
    part, inputs = entry.rule.parts[number], entry.registry
    when = wording.conditions(part.when, inputs)
    limits = wording.caps(part.limits)
    extra = "；".join(filter(None, [when, limits]))
    return f"{part.title}：{wording.award(part.award, inputs)}" + (f"（{extra}）" if extra else "")


def _certainty(rule: Rule) -> str:
    """确定, 最高, 区间 or who decides; several where the branches differ."""
    awards = [(rule.award, None), *((branch.award, branch.exactness) for branch in rule.branches)]
    awards += [(part.award, None) for part in rule.parts]
    found: dict[str, None] = {}
    for award, exactness in awards:
        match award:
            case None:
                continue
            case kinds.Nothing():
                found[award.reason] = None
            case kinds.UpTo():
                found["最高" if award.max else award.reason] = None
            case kinds.Range():
                found["区间"] = None
            case _:
                found[_SURE[exactness or rule.exactness]] = None
    return "、".join(found)


def _for_all(book: Rulebook, document_id: str) -> list[str]:
    """What the document says for every award of it."""
    rules = book.documents[document_id]
    lines = [f"- 不予享受：{each.text}（{_cited(book, each.clause)}）" for each in rules.exclusions]
    if rules.stacking:
        lines.append(f"- 叠加：{rules.stacking.text}（{_cited(book, rules.stacking.clause)}）")
    if rules.progress == "difference":
        lines.append("- 同一事项升级的，补差额（除另有说明的规则外）")
    for each in rules.funding:
        shares = f"{'与'.join(each.payers)}按{each.split}承担，其余由{each.otherwise}承担"
        lines.append(f"- 资金分担：{_cited(book, each.clause)}，{shares}")
    return ["", "## 适用于全部规则", "", *lines] if lines else []


def _cited(book: Rulebook, clause_id: str) -> str:
    return book.library.clause(clause_id).label
