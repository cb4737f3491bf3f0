"""Which figure of the policy text each atom of a rule claims: the atom's literal, found as one token of its quote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from assistant.calculator import words
from assistant.calculator.listing import Atom, atoms
from assistant.calculator.rule import Rule, RuleFile
from index.documents.model import Clause
from index.text import figures
from index.text.joined import joined

# Between two figures of one list: 5000万元（含）、1亿元.
_JOINT: Final = re.compile(r"(?:[（(]含[）)])?(?:[、/]|[和或及与]|以及|或者)")


@dataclass(frozen=True, slots=True)
class Claim:
    """An atom and the figure it claims.

    Attributes:
        start, end: code points in the document's source.
        quote: the verbatim span it was found in; at, until: the figure's place there.
    """

    atom: Atom
    start: int
    end: int
    quote: str
    at: int
    until: int


def plain(text: str) -> str:
    """Full width and half width compare equal; one character stays one character, so offsets hold."""
    return "".join(folded if len(folded := unicodedata.normalize("NFKC", char)) == 1 else char for char in text)


@lru_cache(maxsize=4096)
def tokens(quote: str) -> tuple[figures.Figure, ...]:
    """The figures of a quote, bare numbers included; one that a line break cuts in two is one figure."""
    whole, at = joined(quote)
    found = figures.scan(whole, bare=True)
    return tuple(replace(figure, start=at[figure.start], end=at[figure.end - 1] + 1) for figure in found)


def places(text: str, quote: str) -> list[int]:
    """Every offset at which `quote` stands in `text`."""
    return [match.start() for match in re.finditer(f"(?={re.escape(quote)})", text)] if quote else []


def find_claims(source: str, clause: Clause, file: RuleFile, rule: Rule) -> tuple[list[Claim], list[str]]:
    """The claims of one rule, and what is wrong with its quotes and literals (Chinese, for who wrote the rule)."""
    problems: list[str] = []
    extent = source[clause.start : clause.end]
    offsets: dict[str, int] = {}
    shared = file.shared.quote.strip("\n")
    for name, quote in (("quote", rule.quote), ("shared.quote", shared)):
        if not quote:
            continue
        found = places(extent, quote)
        if len(found) == 1:
            offsets[quote] = clause.start + found[0]
        elif not found:
            problems.append(f"{name} 不是条款{clause.label}的原文：“{quote[:30]}…”，请逐字照抄（含全角、半角标点）")
        else:
            problems.append(f"{name} 在条款{clause.label}里出现了 {len(found)} 次，请抄长一些，使它只出现一次")
    claims = []
    for atom in atoms(file, rule):
        # What shared says may stand in the rule's own quote when the file has no shared quote.
        quote = shared if atom.path.startswith("shared") and shared else rule.quote
        if quote not in offsets:
            continue
        place = _place(quote, atom)
        if place is None and shared in offsets and (place := _place(shared, atom)) is not None:
            quote = shared
        if place is None:
            problems.append(
                f"{atom.path} 的“{atom.figure}”{_which(atom)}不是引文里的数字。引文的数字有：{_shown(quote)}"
            )
            continue
        start = offsets[quote]
        claims.append(Claim(atom, start + place[0], start + place[1], quote, *place))
    return claims, problems


def _which(atom: Atom) -> str:
    return f"（第 {atom.nth} 处）" if atom.nth else ""


def _shown(quote: str) -> str:
    return "、".join(dict.fromkeys(figure.text for figure in tokens(quote))) or "（没有）"


def _place(quote: str, atom: Atom) -> tuple[int, int] | None:
    """Where in the quote the atom's literal stands as a whole figure; never inside a longer one."""
    wanted = plain(atom.figure)
    hits = []
    for figure in tokens(quote):
        end = figure.start + len(atom.figure)
        with_unit = figure.per and end > figure.end and plain(quote[figure.start : end]) == wanted  # 10元/平方米
        if atom.whole not in ("", atom.figure) and figure.value != figures.parse(atom.whole).value:
            continue  # 25 of 60、25、10万元 is worth what the list's unit makes it
        if plain(figure.text) == wanted or with_unit:
            hits.append((figure.start, figure.end))
    if not hits:
        hits = _ordinals(quote, atom)
    number = (atom.nth or 1) - 1
    return hits[number] if number < len(hits) else None


def _ordinals(quote: str, atom: Atom) -> list[tuple[int, int]]:
    """前5年, 前3台: names of places in a row, which the scanner does not count as figures."""
    if not atom.bound:
        return []
    try:
        word = words.resolve(atom.bound)
    except ValueError:
        return []
    if not word.before:
        return []
    pattern = re.escape(word.before) + re.escape(atom.figure) + r"(?![\d.])"
    begins = [match.start() + len(word.before) for match in re.finditer(pattern, quote)]
    return [(begin, begin + len(atom.figure)) for begin in begins]


def list_around(claim: Claim) -> tuple[int, int]:
    """The extent, in the quote, of the list of figures the claim stands in: 20万元、50万元和100万元."""
    start, end = claim.at, claim.until
    row = tokens(claim.quote)
    for figure in reversed([each for each in row if each.end <= start]):
        if not _JOINT.fullmatch(claim.quote[figure.end : start].strip()):
            break
        start = figure.start
    for figure in (each for each in row if each.start >= end):
        if not _JOINT.fullmatch(claim.quote[end : figure.start].strip()):
            break
        end = figure.end
    return start, end


def in_order(values: Iterable[int]) -> bool:
    return all(left < right for left, right in pairwise(values))
