"""Is a released sentence borne out by what it cites? Judged from the source text alone, without the gates.

A sum must stand in a sentence of a cited clause together with the level the sentence names, or be a calculation's;
where the clause binds it (最高, 不超过), so does the sentence; a city's name goes with that city's document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from assistant.answer import Calculation, Citation, Sentence, Total


class Judged(Protocol):
    """The parts of an answer that are judged."""

    @property
    def sentences(self) -> Sequence[Sentence]: ...
    @property
    def citations(self) -> Sequence[Citation]: ...
    @property
    def calculations(self) -> Sequence[Calculation]: ...
    @property
    def total(self) -> Total | None: ...


SUM = re.compile(r"(?:\d[\d,.]*|[一二两三四五六七八九十百千]+)\s?(?:亿元?|万元?|元|%|‰)")
_LEVEL = re.compile(r"国家级|省级|市级|[一二三四五]等奖|[三四五]星级")
_BOUND = re.compile(r"最高|不超过|上限|最多|不高于")
_PIECE = re.compile(r"[^；;。]+")


def unsupported(answer: Judged) -> list[str]:
    """The sentences of `answer` with a sum that nothing they cite bears out, each with why."""
    cards = {citation.n: citation for citation in answer.citations}
    results = _flat(
        " ".join(c.model_dump_json() for c in answer.calculations)
        + (answer.total.model_dump_json() if answer.total else "")
    )
    found = []
    for sentence in answer.sentences:
        if sentence.kind != "claim" and sentence.calculation is None:
            continue
        cited = [cards[n] for n in sentence.cites]
        places = {place for place in ("长沙", "杭州", "绍兴") if sentence.text.startswith(place)}
        if places and not all(any(card.document_id.startswith(_ID[place]) for card in cited) for place in places):
            found.append(f"other city: {sentence.text}")
        for match in SUM.finditer(sentence.text):
            if sentence.text[: match.start()].endswith("不是"):
                continue  # the asker's own sum, denied
            why = _fault(match.group(), match.start(), sentence.text, [card.text + card.quote for card in cited])
            if why and not (sentence.calculation and _yuan(match.group()) in results):
                found.append(f"{why} {match.group()}: {sentence.text}")
    return found


_ID = {"长沙": "changsha", "杭州": "hangzhou", "绍兴": "shaoxing"}


def _fault(figure: str, at: int, text: str, sources: list[str]) -> str:
    pieces = [piece for source in sources for piece in _PIECE.findall(_flat(source)) if _stands(figure, piece)]
    if not pieces:
        return "nowhere:"
    before = re.split(r"[；;。]", text[:at])[-1]
    own = [piece for piece in _PIECE.findall(_flat(text)) if _stands(figure, piece)]
    levels = set(_LEVEL.findall(before))
    if (
        len(set(SUM.findall(" ".join(own)))) == 1
        and levels
        and not any(_goes(levels, figure, piece) for piece in pieces)
    ):
        return "other level:"
    bound = [re.search(rf"(?:{_BOUND.pattern})[^，,]{{0,3}}{re.escape(_flat(figure))}", piece) for piece in pieces]
    if all(bound) and not _BOUND.search(before):
        return "bound dropped:"
    return ""


def _goes(levels: set[str], figure: str, piece: str) -> bool:
    """Whether one of the levels goes with the figure: by place in a list of as many levels as sums, else anywhere."""
    named, sums = _LEVEL.findall(piece), SUM.findall(piece)
    if len(set(named)) == len(named) == len(sums) > 1 and "分别" in piece:
        return any(sums[i] == _flat(figure) for i, level in enumerate(named) if level in levels)
    return not named or bool(levels & set(named))


def _stands(figure: str, text: str) -> bool:
    number = re.sub(r"[万亿元%‰]+$", "", _flat(figure))
    return re.search(rf"(?<![\d.]){re.escape(number)}(?![\d.])", text) is not None


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _yuan(figure: str) -> str:
    number = re.match(r"[\d.]+", figure.replace(",", ""))
    size = 100_000_000 if "亿" in figure else 10_000 if "万" in figure else 1
    return f"{float(number[0]) * size:.0f}" if number else figure
