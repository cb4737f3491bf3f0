"""Several places side by side: what each pays, on what conditions, as what kind of text; the most first.

Only what the answer's calculations and sentences already say, set in cells; a place whose documents have no such award
keeps its row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from assistant.answer import Answer, Calculation, DocumentStatusName
from assistant.drafting import phrases
from assistant.pages.plots import share

_SURE = frozenset({"exact", "at_most"})


@dataclass(frozen=True, slots=True)
class Place:
    """One row.

    Attributes:
        amount: in words.
        length: of the bar under it, 0 to 100; 0 draws none.
        conditions: what the amount hangs on, and what else is said of it.
        status: of its document; None for a place without such an award.
    """

    region: str
    title: str
    amount: str
    length: int
    conditions: tuple[str, ...]
    status: DocumentStatusName | None
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows, and the sentences of the answer that they hold, which are not said again."""

    places: tuple[Place, ...]
    said: frozenset[str]

    @property
    def hangs(self) -> bool:
        """Whether any amount hangs on something."""
        return any(place.conditions for place in self.places)


def comparison(answer: Answer, silent: Collection[tuple[str, str]]) -> Comparison | None:
    """The answer's places, where it compares several. `silent`: (region, words) of those without an award."""
    regions = {document.document_id: document.region for document in answer.documents}
    found = [c for c in answer.calculations if regions.get(c.document_id)]
    compared = {headline.act for headline in answer.headline} == {"compare"}
    if not compared or len({regions[c.document_id] for c in found} | {region for region, _ in silent}) < 2:
        return None
    sums = {c.id: Fraction(c.amount_yuan or 0) for c in found if c.semantics in _SURE}
    highest = max(sums.values(), default=Fraction(0))
    headlines = {headline.text for headline in answer.headline}
    said = set(headlines)
    places = []
    for calculation in sorted(found, key=lambda c: -sums.get(c.id, Fraction(-1))):
        told = [s for s in answer.sentences if s.calculation == calculation.id and s.kind == "derivation"]
        said |= {sentence.text for sentence in told}
        worked_out = {*headlines, phrases.steps(calculation)}
        more = [s.text for s in told if s.text not in worked_out]
        places.append(
            Place(
                region=regions[calculation.document_id],
                title=phrases.spoken(calculation),
                amount=_amount(calculation),
                length=share(sums[calculation.id], highest) if highest and calculation.id in sums else 0,
                conditions=(*_conditions(calculation), *more),
                status=calculation.document_status,
                cites=tuple(dict.fromkeys(n for sentence in told for n in sentence.cites)),
            )
        )
    held = {place.region for place in places}
    places += [Place(region, "", words, 0, (), None, ()) for region, words in silent if region not in held]
    return Comparison(tuple(places), frozenset(said))


def _amount(calculation: Calculation) -> str:
    if calculation.semantics == "not_eligible":
        return "不符合条件"
    return phrases.amount(calculation) or "金额待定"


def _conditions(calculation: Calculation) -> Iterator[str]:
    marks = {"yes": "", "no": "（不符合）", "unknown": "（待核实）"}
    for each in calculation.conditions:
        yield f"{each.text}{marks[each.met]}"
