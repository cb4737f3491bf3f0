"""Several places side by side: a sentence each, the most first, with a bar of its length.

Only what the answer's sentences already say; a place whose documents have no such award keeps its line.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from assistant.answer import Answer, DocumentStatusName
from assistant.drafting import phrases
from assistant.pages.plots import share

_SURE = frozenset({"exact", "at_most"})


@dataclass(frozen=True, slots=True)
class Place:
    """One line.

    Attributes:
        text: what the place pays, as a sentence that names it; more: what else is said of it.
        amount: in words, for the bar; length: of the bar under it, 0 to 100; 0 draws none.
        status: of its document; None for a place without such an award.
    """

    region: str
    text: str
    amount: str
    length: int
    more: tuple[str, ...]
    status: DocumentStatusName | None
    cites: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lines, and the sentences of the answer that they hold, which are not said again."""

    places: tuple[Place, ...]
    said: frozenset[str]

    @property
    def lines(self) -> frozenset[str]:
        """What the lines say, each by itself."""
        return frozenset(place.text for place in self.places)


def comparison(answer: Answer) -> Comparison | None:
    """The answer's places, where it compares several."""
    regions = {document.document_id: document.region for document in answer.documents}
    found = [c for c in answer.calculations if regions.get(c.document_id)]
    paying = {regions[c.document_id] for c in found}
    silent = _silent(answer, paying)
    if {each.act for each in answer.headline} != {"compare"} or len(paying) + len(silent) < 2:
        return None
    sums = {c.id: Fraction(c.amount_yuan or 0) for c in found if c.semantics in _SURE}
    highest = max(sums.values(), default=Fraction(0))
    said = {each.text for each in answer.headline}
    places = []
    for calculation in sorted(found, key=lambda c: -sums.get(c.id, Fraction(-1))):
        told = [s for s in answer.sentences if s.calculation == calculation.id and s.kind == "derivation"]
        said |= {sentence.text for sentence in told}
        first, *rest = [s.text for s in told if s.text != phrases.steps(calculation)] or [""]
        region = regions[calculation.document_id]
        places.append(
            Place(
                region=region,
                text=first if first.startswith(region) else f"{region}：{first}",
                amount=phrases.amount(calculation),
                length=share(sums[calculation.id], highest) if highest and calculation.id in sums else 0,
                more=tuple(rest),
                status=calculation.document_status,
                cites=tuple(dict.fromkeys(n for sentence in told for n in sentence.cites)),
            )
        )
    places += [Place(region, text, "", 0, (), None, ()) for region, text in silent.items()]
    return Comparison(tuple(places), frozenset({*said, *silent.values()}))


def _silent(answer: Answer, paying: set[str]) -> dict[str, str]:
    """Place → what is said of it, for those asked about that rest on no clause."""
    found: dict[str, str] = {}
    for place in (*answer.understood.cities, *(d.region for d in answer.documents)):
        said = [s.text for s in answer.sentences if s.kind == "frame" and not s.cites and s.text.startswith(place)]
        if place not in paying and said:
            found.setdefault(place, said[0])
    return found
