"""A document's awards drafted: for each clause a rule file, and the sentences that were not drafted, with why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from assistant.calculator.inputs import InputRegistry
from assistant.rulebook.draft.composed import Made
from assistant.rulebook.draft.forms import Cast, Caster
from assistant.rulebook.draft.inputs import Inputs
from assistant.rulebook.draft.left_over import left_over, raised_later
from assistant.rulebook.draft.names import heading_of
from assistant.rulebook.draft.pieces import NotCast
from assistant.rulebook.draft.proving import holding
from assistant.rulebook.draft.said import Ceiling
from assistant.rulebook.draft.tables import table
from assistant.rulebook.draft.together import together, under_one
from assistant.rulebook.draft.units import units
from index.documents.library import Library
from index.documents.model import Clause, ClauseKind, PolicyDocument
from index.text.joined import joined

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
        wrong: list[tuple[str, str]] = []
        made.files[clause_id] = holding(library, file, registry, wrong)
        made.left += [NotDrafted(clause_id, quote, why) for quote, why in wrong]
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
    raw = text
    text, back = joined(raw)
    read = "".join(read[at] for at in back)
    found, shared = units(read)
    sets = list(together(found, read))
    joint = under_one(sets, shared)
    sets = [[unit for each in sets for unit in each]] if joint else sets
    alone = len(sets) + bool(rows) == 1
    heading = heading_of(clause.heading, read)
    caster = Caster(text, heading, inputs, shared, alone=alone, common=document.title, source=document.source)
    caster.printed = lambda start, end: raw[back[start] : back[end - 1] + 1]
    caster.joint = joint
    caster.starts = [place[0] for u in found for place in (u.paid[0].place if u.paid else (u.own, 0),)]
    casts: list[Cast] = []
    raising: list[int] = []
    for each in sets:
        try:
            casts.append(caster.cast(each))
        except NotCast as error:
            raising += [u.start for u in each if u.raises or u.plus]
            quote = text[min(u.start for u in each) : max(u.end for u in each)]
            made.left.append(NotDrafted(clause.id, quote.strip(), str(error)))
    if rows:
        try:
            casts += table(document, clause, rows, inputs, raw, heading)
        except NotCast as error:
            made.left.append(NotDrafted(clause.id, document.source[rows[0].start : rows[0].end], str(error)))
    over = [(cast, f"“{figure}”没有读进规则") for cast, figure in left_over(casts, shared, text)]
    over += [(cast, "后面提高的标准没有读进规则") for cast in raised_later(casts, raising)]
    made.left += [NotDrafted(clause.id, cast.rule["quote"], why) for cast, why in over]
    casts = [cast for cast in casts if all(cast is not each for each, _ in over)]
    if casts and clause.id in made.files:
        made.left += [NotDrafted(clause.id, cast.rule["quote"], "上一级条款已有规则") for cast in casts]
    elif casts:
        made.files[clause.id] = _file(clause, casts, caster, () if joint else shared, text)


def _within(inner: Clause, outer: Clause) -> bool:
    return inner.id != outer.id and outer.start <= inner.start and inner.end <= outer.end


def _blanked(text: str, clause: Clause, numbered: Sequence[Clause], rows: Sequence[Clause]) -> str:
    """The text with blanks for clause numbers and table rows: a number is no figure, a row is read by itself."""
    characters = list(text)
    for each in (clause, *numbered):
        at = each.start - clause.start
        at += len(text[at:]) - len(text[at:].lstrip())  # a pasted text indents its numbers
        if each.number and text.startswith(each.number, at):
            characters[at : at + len(each.number)] = " " * len(each.number)
    for row in rows:
        for at in range(row.start - clause.start, min(row.end - clause.start, len(characters))):
            characters[at] = " "
    return "".join(characters)


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
        made = Made(text, caster.inputs, text.index(quote, start), text.index(quote, start) + len(quote))
        at = text.index(quote, start)
        file["shared"] = {
            "quote": caster.printed(at, at + len(quote)),
            "limits": [made.limit(ceiling) for ceiling in shared],
        }
    file["rules"] = [cast.rule for cast in casts]
    return file


def _used(files: dict[str, dict[str, Any]], specs: dict[str, dict[str, Any]]) -> set[str]:
    text = repr(files)
    used = {name for name in specs if name in text}
    while more := {p for n in used for way in specs[n].get("derive", []) for p in way["of"]} - used:
        used |= more
    return used
