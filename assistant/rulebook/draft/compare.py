"""Drafts held against the hand-made rules of the same text: found, kind right, figures right, by kind.

Both are reduced to what they say of each figure that is paid: its place in the text, the family of its kind, whether
it is a ceiling, the thresholds in front of it and the caps behind it. A level of a choice and a rule of its own say the
same, as do an award with a ceiling (最高50万元) and its level; a ladder, a rate, a step, a unit price, a matching and a
range are families of their own. Nothing is rounded in the drafts' favour: one threshold or cap missing, one too many,
and the rule is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from assistant.calculator.conditions import leaves
from assistant.calculator.rule import Rule, RuleFile
from assistant.rulebook.claims import find_claims
from index.documents.library import Library

_FAMILY: Final = {"fixed": "sum", "choice": "sum", "up_to": "sum"}


@dataclass(frozen=True)
class Says:
    """What a rule says of one paid figure."""

    at: int
    family: str
    at_most: bool
    thresholds: frozenset[int]
    caps: frozenset[int]
    soft: frozenset[int] = frozenset()


def same(one: Says | None, other: Says | None) -> bool:
    """Alike; a threshold that never refuses (符合…可优先) may be drafted or not."""
    if one is None or other is None:
        return False
    soft = one.soft | other.soft
    return (one.at, one.family, one.at_most, one.thresholds - soft, one.caps) == (
        other.at, other.family, other.at_most, other.thresholds - soft, other.caps
    )  # fmt: skip


@dataclass
class Comparison:
    """Counts by kind of the hand-made rules, and the drafted rules that no hand-made rule says."""

    rules: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    drafted: Counter[str] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str]] = field(default_factory=list)


def compare(
    library: Library, hand: Iterable[tuple[RuleFile, Rule]], drafts: Iterable[tuple[RuleFile, Rule]]
) -> Comparison:
    """Hold the drafted rules of some documents against the hand-made ones of the same documents."""
    result = Comparison()
    made = [(file, rule, says(library, file, rule)) for file, rule in drafts]
    by_place: dict[tuple[str, int], Says] = {
        (file.document_id, each.at): each for file, _, all_of in made for each in all_of
    }
    known: dict[tuple[str, int], Says] = {}
    open_hand: set[tuple[str, int]] = set()
    for file, rule in hand:
        own = says(library, file, rule)
        known |= {(file.document_id, each.at): each for each in own}
        kind = rule.kind
        result.rules[kind] += 1
        place = _at(library, file, rule)
        if any(a.kind == "none" for a in rule.awards):
            open_hand |= {(file.document_id, at) for at in range(place, place + len(rule.quote))}
        if not own:
            open_hand |= {(file.document_id, at) for at in range(place, place + len(rule.quote))}
            middles = [
                _at(library, f, r) + len(r.quote) // 2
                for f, r, told in made
                if f.document_id == file.document_id and not told
            ]
            opened = [at for at in middles if place <= at < place + len(rule.quote)]
            result.found[kind] += bool(opened)
            result.right[kind] += bool(opened)
            if not opened:
                result.missed.append((file.rule_id(rule), "没有起草"))
            continue
        theirs = [by_place.get((file.document_id, each.at)) for each in own]
        result.found[kind] += any(theirs)
        if all(same(a, b) for a, b in zip(own, theirs, strict=True)):
            result.right[kind] += 1
        else:
            result.missed.append((file.rule_id(rule), _why(own, theirs)))
    for file, rule, own in made:
        result.drafted[rule.kind] += 1
        if own:
            good = all(same(known.get((file.document_id, each.at)), each) for each in own)
        else:
            good = (file.document_id, _at(library, file, rule) + len(rule.quote) // 2) in open_hand
        result.good[rule.kind] += good
        if not good:
            theirs = [known.get((file.document_id, each.at)) for each in own]
            result.wrong.append((file.rule_id(rule), _why(own, theirs) if own else "手工规则没有这一项"))
    return result


def says(library: Library, file: RuleFile, rule: Rule) -> list[Says]:
    """What a rule says of each figure it pays, in the text's order."""
    clause = library.clause(file.clause)
    source = library.document(file.document_id).source
    claims, _ = find_claims(source, clause, file, rule)
    kinds = _kinds(rule)
    found: list[Says] = []
    for claim in claims:
        atom = claim.atom
        paid = atom.role in ("award", "rate") or (atom.role == "cap" and atom.path.endswith("award.max"))
        if not paid:
            continue
        scope = atom.path.partition("award")[0]
        award = kinds.get(scope.rstrip("."), rule.kind)
        mine = [c for c in claims if _reaches(c.atom.path, scope)]
        thresholds = {
            c.start for c in mine
            if c.atom.role in ("threshold", "base")
            and (c.atom.figure == atom.threshold or not _of_a_tier(c.atom.path))
        }  # fmt: skip
        soft = frozenset(c.start for c in mine if _soft(rule, file, c.atom.path))
        caps = {c.start for c in mine if c.atom.role == "cap" and "limits" in c.atom.path}
        at_most = atom.path.endswith("award.max") or _at_most(rule, scope)
        found.append(
            Says(claim.start, _FAMILY.get(award, award), at_most, frozenset(thresholds), frozenset(caps), soft)
        )
    return sorted(found, key=lambda each: each.at)


def _kinds(rule: Rule) -> dict[str, str]:
    found = {f"branches.{b.id}": b.award.kind for b in rule.branches} | {
        f"parts.{p.id}": p.award.kind for p in rule.parts
    }
    return {**found, **({"": rule.award.kind} if rule.award else {})}


def _reaches(path: str, scope: str) -> bool:
    """Whether what stands at `path` holds for an award below `scope`: the rule's own, the file's, or its branch's."""
    return not path.startswith(("branches.", "parts.")) or path.startswith(scope)


def _of_a_tier(path: str) -> bool:
    return "award.steps[" in path


def _soft(rule: Rule, file: RuleFile, path: str) -> bool:
    """A condition that never refuses: how many the city pays for (不超过6个平台)."""
    place = re.fullmatch(r"(?P<where>when|shared\.when)\[(?P<number>\d+)\]\.value", path)
    if place is None:
        return False
    conditions = list(leaves(rule.when if place["where"] == "when" else file.shared.when))
    leaf = conditions[int(place["number"])]
    return bool(leaf.soft)


def _at_most(rule: Rule, scope: str) -> bool:
    branch = next((b for b in rule.branches if scope == f"branches.{b.id}."), None)
    return (branch.exactness if branch and branch.exactness else rule.exactness) == "at_most"


def _at(library: Library, file: RuleFile, rule: Rule) -> int:
    clause = library.clause(file.clause)
    return library.document(file.document_id).source.find(rule.quote, clause.start)


def _why(own: list[Says], theirs: list[Says | None]) -> str:
    for mine, other in zip(own, theirs, strict=True):
        if other is None:
            return "另一边没有这个数字"
        if mine.family != other.family:
            return f"类别 {mine.family} / {other.family}"
        if mine.at_most != other.at_most:
            return "是否上限不同"
        if mine.thresholds != other.thresholds:
            return f"界限 {len(mine.thresholds)} / {len(other.thresholds)}"
        if mine.caps != other.caps:
            return f"封顶 {len(mine.caps)} / {len(other.caps)}"
    return ""
