"""What a term stands for, and lists of just so many things: the passage that says so beside those that only use it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.reading.acts import asked, stretches
from index.documents.model import Passage
from index.documents.numbering import chinese_number
from index.search.searcher import ScoredPassage

_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,16})[”\"」]")
_SO_MANY = re.compile(
    r"(?<![第年月\d])(?P<n>[两三四五六七八九十]|\d{1,2})(?P<of>(?:大|小)?(?:个|项|类|种|家|份|条|方面|块|样|领域|等级|级))(?![及月]|以上|财政)"
)
_LISTS = (re.compile(r"、"), re.compile(r"》、?《"), re.compile(r"；"))
FAR_REACH = 3.0  # a list of just so many things may lie farther off than other sentences


def explaining(question: str, scored: Sequence[ScoredPassage]) -> Passage | None:
    """Of a quoted term the near passage that says what it stands for: 工业涂装企业（汽车制造、…）."""
    for term in _QUOTED.findall(question):
        for entry in scored[:40]:
            if term in entry.passage.text and _defined(term, entry.passage.text):
                return entry.passage
    return None


def with_so_many(question: str, scored: Sequence[ScoredPassage]) -> Passage | None:
    """`哪五个政策`: of the passages near the best one the first that lists so many."""
    asks = [stretch for stretch in stretches(question) if asked(stretch)]
    counted = next((found for stretch in asks if (found := _SO_MANY.search(stretch))), None)
    if counted is None or not scored:
        return None
    wanted = chinese_number(counted["n"].replace("两", "二"))
    near = [entry.passage for entry in scored[:20] if entry.score >= scored[0].score - FAR_REACH]
    said = [p for p in near if any(f"{n}{counted['of']}" in p.text for n in (counted["n"], str(wanted)))]
    exact = [p for p in near if any(len(mark.findall(p.text)) == wanted - 1 for mark in _LISTS)]
    listed = [p for p in said if any(len(mark.findall(p.text)) >= wanted - 1 for mark in _LISTS)]
    return next(iter([*(p for p in exact if p in said), *listed, *exact, *said]), None)


def defining(term: str, scored: Sequence[ScoredPassage]) -> Passage | None:
    """The passage that says what the term stands for: beside one that only uses it, in the same clause."""
    clauses = [e.passage.clause_id for e in scored[:12] if term in e.passage.text]
    for entry in scored[:40]:
        if term in entry.passage.text and _defined(term, entry.passage.text):
            return entry.passage
    shape = _numbers_in(term)
    for entry in scored[:60]:
        if shape and entry.passage.clause_id in clauses and shape <= _counted(entry.passage.text):
            return entry.passage
    return None


def _numbers_in(term: str) -> set[str]:
    """“1+2+N”: the counts a formula is made of."""
    return set(re.findall(r"\d+", term)) if re.fullmatch(r"[\dNnXx]+(?:[+＋][\dNnXx]+)+", term) else set()


def _counted(text: str) -> set[str]:
    return set(re.findall(r"(\d+)个", text))


def undefined_term(question: str, passages: Sequence[Passage]) -> str:
    """A quoted term the question asks about that the passages use without saying what it stands for.

    A definition stands in front of the term as a list (甲、乙、丙“三位一体”), or behind it (即, 是指, 包括, brackets).
    """
    for term in re.findall(r"[“\"]([^”\"]{2,12})[”\"]", question):
        uses = [passage.text for passage in passages if term in passage.text]
        if uses and not any(_defined(term, text) for text in uses):
            return str(term)
    return ""


def _defined(term: str, text: str) -> bool:
    before, _, after = text.partition(term)
    listed = re.search(r"、[^，。；]{1,40}$", before.rstrip('“"')) is not None
    behind = (
        r"[”\"]?(?:[^，。；、]{0,6})(?:，?(?:即|是指|系指|指的?是|包括)|（|\(|：)"
        r"|[”\"]?[^，。；、]{1,12}(?:、[^，。；、]{2,20}){2}"  # 重点打造甲、乙、丙
    )
    return listed or re.match(behind, after) is not None
