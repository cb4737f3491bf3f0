"""A document's awards drafted: for each clause a rule file, and the sentences that were not drafted, with why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final

from pydantic import ValidationError

from assistant.calculator.document import DocumentRules
from assistant.calculator.inputs import InputRegistry
from assistant.calculator.rule import RuleFile
from assistant.errors import RuleInvalid
from assistant.rulebook.claims import tokens
from assistant.rulebook.crosscheck import check_file
from assistant.rulebook.draft.examples import examples
from assistant.rulebook.draft.forms import Cast, Caster, Made
from assistant.rulebook.draft.inputs import Inputs
from assistant.rulebook.draft.names import heading_of
from assistant.rulebook.draft.nouns import alike
from assistant.rulebook.draft.pieces import NotCast
from assistant.rulebook.draft.said import Ceiling, Unit, same_quantity
from assistant.rulebook.draft.tables import table
from assistant.rulebook.draft.units import units
from assistant.rulebook.provenance import check_file as prove
from index.documents.library import Library
from index.documents.model import Clause, ClauseKind, PolicyDocument
from index.text.figures import Figure

_BELOW: Final = (ClauseKind.PARAGRAPH, ClauseKind.ITEM, ClauseKind.ROW)
_READ: Final = (ClauseKind.CLAUSE, ClauseKind.PART, ClauseKind.ITEM, ClauseKind.PARAGRAPH, ClauseKind.PLAIN)


@dataclass(frozen=True)
class NotDrafted:
    """An award sentence that no kind of award takes."""

    clause_id: str
    quote: str
    why: str


@dataclass
class Draft:
    """What was drafted of one document.

    Attributes:
        files: clause id → the rule file as data; `inputs`: the inputs they need, as data.
    """

    document_id: str
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    inputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    left: list[NotDrafted] = field(default_factory=list)

    @property
    def rules(self) -> int:
        return sum(len(file["rules"]) for file in self.files.values())


def draft(library: Library, document_id: str, known: InputRegistry) -> Draft:
    """Draft every clause of a document. Rules that do not prove against the text are left out, with what is wrong."""
    document = library.document(document_id)
    inputs = Inputs(document_id, known)
    made = Draft(document_id)
    joined = dict(_joined(document))
    taken = {each.id for pair in joined.values() for each in pair}
    for clause in document.clauses:
        if clause.kind not in _READ or _inside(document, clause) or clause.id in taken:
            continue
        _clause(document, clause, inputs, made)
    for parent, pair in joined.items():
        _clause(document, library.clause(parent), inputs, made, pair)
    registry = inputs.registry()
    for clause_id, file in list(made.files.items()):
        made.files[clause_id] = _proved(library, file, registry, made)
        if not made.files[clause_id]["rules"]:
            del made.files[clause_id]
    used = _used(made.files, inputs.specs)
    made.inputs = {name: spec for name, spec in inputs.specs.items() if name in used}
    return made


def _inside(document: PolicyDocument, clause: Clause) -> bool:
    """Whether it is read with the clause above: a 款, an item, a row."""
    parent = next((c for c in document.clauses if c.id == clause.parent_id), None)
    return clause.kind in _BELOW and parent is not None and parent.kind in (*_BELOW, ClauseKind.CLAUSE)


def _joined(document: PolicyDocument) -> Iterator[tuple[str, tuple[Clause, Clause]]]:
    """By the clause above both, neighbours of which the second raises what the first pays (在前项基础上提高)."""
    for first, second in pairwise(c for c in document.clauses if c.kind in _READ):
        text = document.source[second.start : second.end]
        if first.parent_id and first.parent_id == second.parent_id and _ON_THE_FORMER.search(text):
            yield first.parent_id, (first, second)


_ON_THE_FORMER: Final = re.compile("在?(?:前|上)一?[项款条目](?:规定)?的?(?:基础|标准|比例)")


def _clause(
    document: PolicyDocument, clause: Clause, inputs: Inputs, made: Draft, pair: tuple[Clause, Clause] | None = None
) -> None:
    """Draft a clause; of a pair, its two neighbours below and nothing else of it."""
    below = [c for c in document.clauses if _within(c, clause)]
    text = document.source[clause.start : clause.end]
    if pair is not None:
        first, last = pair
        below = [c for c in below if c in pair or any(_within(c, each) for each in pair)]
    elif any(c.kind in (ClauseKind.CLAUSE, ClauseKind.PART) for c in below):
        own = clause.own_spans[-1][1] if clause.own_spans else clause.start
        text = document.source[clause.start : own]
        below = [c for c in below if c.start < own and c.kind in _BELOW]
    rows = [c for c in below if c.kind is ClauseKind.ROW]
    read = _blanked(text, clause, [c for c in below if c.kind is not ClauseKind.ROW], rows)
    if pair is not None:
        begin, end = first.start - clause.start, last.end - clause.start
        read = re.sub("[^\n]", " ", read[:begin]) + read[begin:end] + re.sub("[^\n]", " ", read[end:])
    found, shared = units(read)
    sets = list(_together(found, read))
    joint = _under_one(sets, shared)
    sets = [[unit for each in sets for unit in each]] if joint else sets
    alone = len(sets) + bool(rows) == 1
    heading = heading_of(clause.heading, read)
    caster = Caster(text, heading, inputs, shared, alone=alone, common=document.title, source=document.source)
    caster.joint = joint
    caster.starts = [place[0] for u in found for place in (u.paid[0].place if u.paid else (u.own, 0),)]
    casts: list[Cast] = []
    for each in sets:
        try:
            casts.append(caster.cast(each))
        except NotCast as error:
            quote = text[min(u.start for u in each) : max(u.end for u in each)]
            made.left.append(NotDrafted(clause.id, quote.strip(), str(error)))
    if rows:
        try:
            casts += table(document, clause, rows, inputs, text, heading)
        except NotCast as error:
            made.left.append(NotDrafted(clause.id, document.source[rows[0].start : rows[0].end], str(error)))
    casts = _covered(casts, shared, text, clause, made)
    if casts and clause.id in made.files:
        made.left += [NotDrafted(clause.id, cast.rule["quote"], "上一级条款已有规则") for cast in casts]
    elif casts:
        made.files[clause.id] = _file(clause, casts, caster, () if joint else shared, text)


_LENGTHS: Final = frozenset({"年", "个月", "月", "天", "小时", "届", "级", "次"})


def _covered(casts: list[Cast], shared: Sequence[Ceiling], text: str, clause: Clause, made: Draft) -> list[Cast]:
    """The drafts whose words leave no figure over: what nobody took in may be a condition, so it is not drafted."""
    taken = {place for cast in casts for place in cast.claimed} | {ceiling.place for ceiling in shared}
    starts = {start for start, _ in taken}
    kept = []
    for cast in casts:
        begin = min((_stretch(text, u) for u in cast.units), default=cast.start)
        over = [
            t for t in tokens(text[begin : max((u.end for u in cast.units), default=cast.end)])
            if begin + t.start not in starts and t.kind != "number" and not _harmless(t, text, begin)
        ]  # fmt: skip
        if over and cast.units:
            quote = cast.rule["quote"]
            made.left.append(NotDrafted(clause.id, quote, f"“{over[0].text}”没有读进规则"))
            continue
        kept.append(cast)
    return kept


def _stretch(text: str, unit: Unit) -> int:
    """Where the unit's own words begin: behind the last ；or 。 before its first figure."""
    at = unit.paid[0].place[0] if unit.paid else unit.own
    return max((m.end() for m in re.finditer("[；;。\n]", text[:at])), default=0)


def _harmless(token: Figure, text: str, begin: int) -> bool:
    """How long, how often, how many are chosen: told by the sentence, no part of the sum."""
    if (
        token.kind == "quantity"
        and token.unit in _LENGTHS
        and not re.search("提前$|不超过$|最多$", text[: begin + token.start])
    ):
        return True
    near = re.split("[，,；;。]", text[: begin + token.start])[-1]
    if token.kind == "quantity" and token.value == 1:
        return True
    return token.kind == "quantity" and re.search("遴选|评选|择优|评定|名额", near) is not None


def _within(inner: Clause, outer: Clause) -> bool:
    return inner.id != outer.id and outer.start <= inner.start and inner.end <= outer.end


def _blanked(text: str, clause: Clause, numbered: Sequence[Clause], rows: Sequence[Clause]) -> str:
    """The text with blanks for clause numbers and table rows: a number is no figure, a row is read by itself."""
    characters = list(text)
    for each in (clause, *numbered):
        at = each.start - clause.start
        if each.number and text.startswith(each.number, at):
            characters[at : at + len(each.number)] = " " * len(each.number)
    for row in rows:
        for at in range(row.start - clause.start, min(row.end - clause.start, len(characters))):
            characters[at] = " "
    return "".join(characters)


# ---- which units are one award ------------------------------------------------------------------------------------


def _together(found: Sequence[Unit], text: str) -> Iterator[list[Unit]]:
    """Units that make one rule: a rate that is raised, what is paid on top, tiers of one quantity."""
    current: list[Unit] = []
    for unit in found:
        if current and _joins(current, unit, text):
            current.append(unit)
            continue
        if current:
            yield _ladder(current) or current
        current = [unit]
    if current:
        yield _ladder(current) or current


def _under_one(sets: Sequence[Sequence[Unit]], shared: Sequence[Ceiling]) -> bool:
    """Whether a ceiling is said of the sum of several rates (两类补贴合计)."""
    joined = any(re.search("合计|两[类项]", ceiling.words) for ceiling in shared)
    return joined and len(sets) > 1 and all(len(s) == 1 and s[0].kind == "percent" and s[0].object for s in sets)


def _joins(current: Sequence[Unit], unit: Unit, text: str) -> bool:
    last = current[-1]
    if unit.adds and unit.over is not None:
        return False  # 超出部分每满5000万元再奖励: counted by itself, whenever the first sum was paid
    if unit.raises:
        return last.kind == "percent" and len(current) == 1
    if "。" in text[last.end : unit.start].strip()[:-1] and unit.adds:
        return False
    if unit.adds:
        return unit.sentence == last.sentence and last.kind in ("percent", "fixed", "choice", "ladder")
    if last.adds or last.raises:
        return False
    if last.ranges and unit.kind == "percent" and alike(unit.base, last.base):
        return bool(unit.ranges) or (len(unit.thresholds) == 1 and alike(unit.thresholds[0].noun, last.ranges[2]))
    mine, theirs = unit.thresholds[:1], last.thresholds[:1]
    if not mine or not theirs or not same_quantity(mine[0], theirs[0]):
        return False
    if any(u.thresholds[:1] and u.thresholds[0].figure.value == mine[0].figure.value for u in current):
        return False  # 提前180天开工…提前90天…提前180天投产: the next award begins
    if unit.kind == "none" or last.kind == "none":
        return {unit.kind, last.kind} <= {"none", "percent", "fixed"}
    return unit.kind == last.kind and (
        (unit.kind == "percent" and (alike(unit.base, last.base))) or (unit.kind == "fixed" and not unit.unit)
    )


def _ladder(current: list[Unit]) -> list[Unit] | None:
    """实缴资本达到5000万元的给予200万元；达到2亿元的给予500万元: fixed sums on one quantity are a ladder."""
    plain = all(u.kind == "fixed" and len(u.thresholds) == 1 and not u.limits and not u.unit for u in current)
    if len(current) < 2 or not plain or any(u.adds or u.raises or u.unsafe for u in current):
        return None
    if len({u.thresholds[0].word for u in current}) > 1 or len({u.ceiling for u in current}) > 1:
        return None
    first = current[0]
    paid = [replace(u.paid[0], threshold=u.thresholds[0]) for u in current]
    joined = Unit(
        "ladder", first.start, current[-1].end, paid, first.words, first.sentence, own=first.own, ceiling=first.ceiling,
        object=first.object, base=first.thresholds[0].noun, difference=first.difference,
        aside=[a for u in current for a in u.aside],
    )  # fmt: skip
    return [joined]


# ---- the file -----------------------------------------------------------------------------------------------------


def _file(clause: Clause, casts: list[Cast], caster: Caster, shared: Sequence[Ceiling], text: str) -> dict[str, Any]:
    slugs = Counter(cast.rule["id"] for cast in casts)
    seen: Counter[str] = Counter()
    for cast in casts:
        slug = cast.rule["id"]
        seen[slug] += 1
        if slugs[slug] > 1:
            cast.rule["id"] = f"{slug}-{seen[slug]}"
    file: dict[str, Any] = {"clause": clause.id}
    if shared:
        start = max(text.rfind("。", 0, shared[0].place[0]), text.rfind("\n", 0, shared[0].place[0])) + 1
        stop = re.search("[。；;\n]", text[shared[-1].place[1] :])
        quote = text[start : shared[-1].place[1] + (stop.end() if stop else 0)].strip()
        made = Made(caster, text.index(quote, start), text.index(quote, start) + len(quote))
        file["shared"] = {"quote": quote, "limits": [made.limit(ceiling) for ceiling in shared]}
    file["rules"] = [cast.rule for cast in casts]
    return file


def _proved(library: Library, file: dict[str, Any], registry: InputRegistry, made: Draft) -> dict[str, Any]:
    """The file with the rules that hold: schema, inputs, provenance; each with examples computed from it."""
    kept = []
    document = DocumentRules(document=made.document_id)
    for rule in file["rules"]:
        one = {**file, "rules": [{**rule, "cases": [{"in": {}, "out": "0元"}]}]}
        try:
            parsed = RuleFile.model_validate(one)
            wrong = check_file(parsed, document, registry, set()) or prove(library, parsed, parsed.rules)
            cases = [] if wrong else examples(parsed, registry, document)
        except (ValidationError, ValueError) as error:
            wrong, cases = [str(error).splitlines()[0]], []
        if wrong or not cases:
            made.left.append(NotDrafted(file["clause"], rule["quote"], (wrong or ["没有可算的例子"])[0]))
            continue
        kept.append({**rule, "cases": cases})
    return {**file, "rules": kept}


def proved(library: Library, file: dict[str, Any], registry: InputRegistry) -> dict[str, Any]:
    """The only rule of a file, held against the clause, with examples computed from it.

    Raises:
        RuleInvalid: the clause does not say it, or nothing can be computed.
        ValidationError: it is no rule.
    """
    parsed = RuleFile.model_validate(file)
    document = DocumentRules(document=parsed.document_id)
    wrong = check_file(parsed, document, registry, set()) or prove(library, parsed, parsed.rules)
    cases = [] if wrong else examples(parsed, registry, document)
    if wrong or not cases:
        raise RuleInvalid("；".join(wrong) or "按这样写算不出一个例子，请检查输入和数字。")
    (rule,) = file["rules"]
    return {**rule, "cases": cases}


def _used(files: dict[str, dict[str, Any]], specs: dict[str, dict[str, Any]]) -> set[str]:
    text = repr(files)
    used = {name for name in specs if name in text}
    while more := {p for n in used for way in specs[n].get("derive", []) for p in way["of"]} - used:
        used |= more
    return used
