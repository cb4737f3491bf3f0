"""Slips of the pen in rule data: every rule with one figure, bound word, cap or condition changed.

Each mutant is a plausible mistake of an author (RuleFile data, not code). `mutants` counts what catches them.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from pydantic import ValidationError

from assistant.calculator import literals, words
from assistant.calculator.document import DocumentRules
from assistant.calculator.rule import Rule, RuleFile, Shared
from assistant.rulebook.load import BookRule
from index.text import figures

_AMOUNTS: Final = ("amount", "max", "rate", "add", "unit_amount", "factor", "decrease", "total", "ratio")
_FIGURES: Final = {*_AMOUNTS, "at", "times_max", "value", "at_most", "between", "over", "step", "steps", "years"}
_DIGITS: Final = "一二三四五六七八九"
# Where the other side of a boundary word goes: 以上 includes the figure, 超过 does not.
_OTHER_SIDE: Final = {">=": "超过", ">": "不低于", "<=": "低于", "<": "不超过"}
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One changed rule, or the changed `shared` of a file (`rule` None).

    Attributes:
        what: the change, in words.
        file: the file with the change; None when the schema itself refuses it.
    """

    rule_id: str
    rule: str | None
    what: str
    file: RuleFile | None


def of_rule(entry: BookRule) -> Iterator[Mutant]:
    """Every mutant of one rule."""
    data = json.loads(entry.rule.model_dump_json(by_alias=True, exclude_defaults=True))
    changes = [*_changes(data), *_certainty(data)]
    if entry.rule.progress == "difference":
        changes.append(("晋级补差改为不扣除", {**data, "progress": "full"}))
    for what, changed in changes:
        try:
            rule = Rule.model_validate(changed)
            rules = tuple(rule if each.id == rule.id else each for each in entry.file.rules)
            file = entry.file.model_copy(update={"rules": rules})
        except ValidationError:
            yield Mutant(entry.id, entry.rule.id, what, None)
            continue
        yield Mutant(entry.id, entry.rule.id, what, file)


def of_shared(file: RuleFile) -> Iterator[Mutant]:
    """Every mutant of what a file's rules share."""
    data = json.loads(file.shared.model_dump_json(by_alias=True, exclude_defaults=True))
    for what, changed in _changes(data):
        shared = Shared.model_validate(changed)
        yield Mutant(f"{file.clause}:shared", None, what, file.model_copy(update={"shared": shared}))


def of_document(document: DocumentRules) -> Iterator[tuple[str, DocumentRules]]:
    """Every mutant of what a document says for all its rules, with the change in words."""
    if document.progress == "difference":
        yield "整份文件的晋级补差改为不扣除", document.model_copy(update={"progress": "full"})
    for number, funding in enumerate(document.funding):
        tenfold = funding.model_copy(update={"split": _tenfold(funding.split)})
        others = (*document.funding[:number], tenfold, *document.funding[number + 1 :])
        yield f"资金分担 {funding.split} 多写一个零", document.model_copy(update={"funding": others})
    for number, exclusion in enumerate(document.exclusions):
        rest = tuple(each for at, each in enumerate(document.exclusions) if at != number)
        yield f"漏写排除情形 {exclusion.id}", document.model_copy(update={"exclusions": rest})
        if exclusion.unless:
            bare = exclusion.model_copy(update={"unless": ()})
            changed = (*document.exclusions[:number], bare, *document.exclusions[number + 1 :])
            yield f"排除情形 {exclusion.id} 漏写例外", document.model_copy(update={"exclusions": changed})


def _changes(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    found = list(_walk({key: value for key, value in data.items() if key not in ("cases", "readings")}))
    printed = [(path, value) for path, value in found if _is_figure(path, value)]
    for path, value in printed:
        yield f"{_shown(path)}：{value} 多写一个零", _with(data, path, _tenfold(value))
    for (one, left), (other, right) in pairwise(printed):
        if left != right and figures.parse(literals.text(left)).kind == figures.parse(literals.text(right)).kind:
            yield (
                f"{_shown(one)}、{_shown(other)}：{left} 与 {right} 写反",
                _with(_with(data, one, right), other, left),
            )
    for path, value in printed:
        for figure in _others(data.get("quote", ""), value):
            yield f"{_shown(path)}：{value} 写成引文里的 {figure}", _with(data, path, figure)
    yield from _levels(data)
    for path, value in found:
        if path[-1] == "word" and "limits" not in path and (swapped := _other_side(value)) is not None:
            yield f"{_shown(path)}：{value} 写成 {swapped}", _with(data, path, swapped)
    yield from _drops(data)


def _levels(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Two neighbouring levels changed about: which option an amount is for, or what it is called."""
    for where, value in _walk_nodes(data):
        if not where or where[-1] != "options" or not isinstance(value, list):
            continue
        for number, (one, other) in enumerate(pairwise(value)):
            for key in ("is", "label"):
                same = key == "is" and _worth(one) == _worth(other)  # nothing changes
                if key in one and key in other and one[key] != other[key] and not same:
                    swapped = _with(data, (*where, number, key), other[key])
                    swapped = _with(swapped, (*where, number + 1, key), one[key])
                    yield f"{_shown((*where, number, key))}：与下一级写反", swapped


def _worth(option: dict[str, Any]) -> Fraction:
    return literals.value(option.get("amount") or option["rate"])


def _others(quote: str, literal: str) -> Iterator[str]:
    """The quote's further figures of the kind, each occurrence by its number."""
    kind = figures.parse(literals.text(literal)).kind
    printed, nth = literals.split(literal)
    printed = printed.partition("/")[0]  # 10元/平方米 is the token 10元
    count: Counter[str] = Counter()
    for token in figures.scan(quote):
        count[token.text] += 1
        if token.kind == kind and (token.text, count[token.text]) != (printed, nth or 1):
            yield token.text if count[token.text] == 1 else f"{token.text}#{count[token.text]}"


def _certainty(data: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    places: list[Path] = [()] if "branches" not in data or "exactness" in data else []
    places += [("branches", number) for number, branch in enumerate(data.get("branches", ())) if "exactness" in branch]
    for path in places:
        holder = _at(data, path)
        if holder.get("award", {}).get("kind") in ("none", "up_to", "range"):
            continue  # no figure that could be called sure
        changed = copy.deepcopy(data)
        target = _at(changed, path)
        if holder.get("exactness", "exact") == "exact":
            target.update(exactness="at_most", bound="最高")
            yield f"{_shown(path)}：确定的金额写成最高", changed
        else:
            target.pop("exactness")
            target.pop("bound", None)
            yield f"{_shown(path)}：最高写成确定的金额", changed


def _drops(root: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Without one cap, one condition, one override, one exception."""
    for where, value in _walk_nodes(root):
        # A reading's other award is only named beside the result; cases are what mutants are tried on.
        if not isinstance(value, dict) or where[:1] in (("cases",), ("readings",)):
            continue
        for key in ("limits", "when", "overrides"):
            for number, each in enumerate(value.get(key, ())):
                if isinstance(each, dict) and "input" not in each and "text" in each:
                    continue  # stated only, the authority decides: no amount hangs on it
                rest = [item for at, item in enumerate(value[key]) if at != number]
                yield f"{_shown((*where, key))}：漏写第 {number + 1} 项", _with(root, (*where, key), rest)
        for key in ("unless_lapsed", "at_most"):
            if key in value:
                yield f"{_shown((*where, key))}：漏写", _without(root, (*where, key))


# ---- trees of plain data --------------------------------------------------------------------------------------


def _walk(node: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    for where, value in _walk_nodes(node, path):
        if isinstance(value, str):
            yield where, value


def _walk_nodes(node: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _walk_nodes(value, (*path, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _walk_nodes(value, (*path, number))


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _with(data: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    _at(changed, path[:-1])[path[-1]] = value
    return changed


def _without(data: dict[str, Any], path: Path) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    del _at(changed, path[:-1])[path[-1]]
    return changed


def _shown(path: Path) -> str:
    return ".".join(str(step) for step in path) or "规则"


# ---- single values --------------------------------------------------------------------------------------------


def _is_figure(path: Path, value: str) -> bool:
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    if key not in _FIGURES or re.fullmatch(r"第.+年", value) or value == "全额":
        return False
    try:
        literals.value(value)
    except ValueError:
        return False  # a level (D类) or an input's name
    return True


def _tenfold(literal: str) -> str:
    printed, nth = literals.split(literal)
    match = re.search(r"\d[\d,]*(?:\.\d+)?", printed)
    if match:
        ten = f"{(Decimal(match.group().replace(',', '')) * 10).normalize():f}"
        changed = printed[: match.start()] + ten + printed[match.end() :]
    else:
        changed = re.sub(f"[{_DIGITS}两]", lambda found: f"{found.group()}十".replace("两", "二"), printed, count=1)
    return f"{changed}#{nth}" if nth else changed


def _other_side(word: str) -> str | None:
    try:
        return _OTHER_SIDE[words.resolve(word).operator]
    except ValueError:
        return None
