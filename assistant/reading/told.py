"""What one text tells, read once: its segments, dates, denials and typed facts.

Everything behind it (binding, accounting, drafting) takes this. What still looks at its text with patterns of its own
(`decide.years`, `things`, `exclusions`) looks for one form each, and is to move here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from assistant.reading.dates import When, find_dates
from assistant.reading.facts import Reader
from assistant.reading.model import Fact
from assistant.reading.patterns import load
from assistant.reading.polarity import negations
from assistant.reading.premises import asserted
from assistant.reading.questions import item_marks
from assistant.reading.segments import Segment, segment_at, segments
from assistant.reading.statements import kind_of
from index.documents.model import Span
from index.vocabulary.lexicon import general_lexicon

_OF_A_CASE = frozenset({"money", "percent", "year_index", "rank", "prior"})


@dataclass(frozen=True, slots=True)
class Told:
    """One text read. Offsets are those of `text`.

    Attributes:
        denied: spans that the text denies (没有列入市重点).
        facts: figures, levels, grades, ranks, earlier payments, in reading order.
    """

    text: str
    segments: tuple[Segment, ...]
    dates: tuple[When, ...]
    denied: tuple[Span, ...]
    facts: tuple[Fact, ...]

    @property
    def asks_together(self) -> bool:
        """What several come to together is wanted (一共, 合计)."""
        return any(load("facts").has("together", self.text[s.start : s.end]) and self._wants(s) for s in self.segments)

    def _wants(self, segment: Segment) -> bool:
        """Whether a stretch asks, and does not tell a sum (总共花了160万)."""
        sums = any(segment.start <= f.at[0] < segment.end and f.kind in ("money", "range") for f in self.facts)
        return not sums or kind_of(self.text[segment.start : segment.end]) == "ask"

    @property
    def asks_share(self) -> str:
        """The words before 出多少, 承担多少: who is meant to pay; "" where no share is asked for."""
        found = load("facts")["share"].search(self.text)
        return self.text[max(0, found.start() - 12) : found.start()] if found else ""

    @property
    def tells_of_a_case(self) -> bool:
        """Whether somebody tells of his own case: what he spent, reached, or was paid before."""
        return any(f.kind in _OF_A_CASE and f.role in ("given", "prior", "to") and f.value != 1 for f in self.facts)

    def segment(self, place: int) -> Segment:
        """The segment that holds the character at `place`."""
        return self.segments[segment_at(self.segments, place)]

    def span(self, place: int) -> Span:
        """Where the segment round `place` begins and ends."""
        segment = self.segment(place)
        return segment.start, segment.end

    def words(self, place: int) -> str:
        """The words of the segment round `place`."""
        segment = self.segment(place)
        return self.text[segment.start : segment.end]

    def round_of(self, at: Span, others: Iterable[Span], behind: int | None = None) -> str:
        """The words the segment says of what stands at `at`: from one of `others` before it, up to the next, or to 、.

        `behind`: so many characters behind it at most.
        """
        start, end = self.span(at[0])
        beside = [other for other in others if start <= other[0] < end]
        start = max([b for _, b in beside if b <= at[0]], default=start)
        end = min([a for a, _ in beside if a >= at[1]], default=end)
        return self.text[start : at[0]] + self.text[at[1] : end].partition("、")[0][:behind]

    def year(self, place: int, until: int | None = None) -> int | None:
        """The calendar year the words at `place` are told of.

        It is named in their segment, else behind them as far as `until`, else before them in the sentence.
        """
        segment = self.segment(place)
        sentence = min(s.start for s in self.segments if s.sentence == segment.sentence)
        inside = (segment.start, min(segment.end, until or segment.end))
        for start, end in (inside, (segment.end, until or 0), (sentence, place)):
            if here := [when for when in self.dates if start <= when.at[0] < end]:
                return min(here, key=lambda when: abs(when.at[0] - place)).year
        return None

    def is_denied(self, at: Span) -> bool:
        return any(start < at[1] and at[0] < end for start, end in self.denied)

    def only(self, spans: Iterable[Span]) -> Told:
        """What is told inside `spans`; everything else is blanked, so that offsets stay."""
        kept = list(spans)
        text = "".join(c if any(a <= i < b for a, b in kept) else " " for i, c in enumerate(self.text))
        facts = tuple(f for f in self.facts if any(a <= f.at[0] < b for a, b in kept))
        return replace(self, text=text, facts=facts)


def told_of(text: str, as_of: date, names: Iterable[Span] = ()) -> Told:
    """Read `text`; `names` are spans that are names of documents, in which no figure is meant."""
    parts = segments(text) or [Segment(0, len(text), 0)]
    taken = [*names, *item_marks(text)]
    dates = [when for when in find_dates(text, as_of) if not any(a <= when.at[0] < b for a, b in taken)]
    denied = negations(text, parts)
    facts = asserted(text, Reader(text, parts, dates, denied, as_of, taken).read(general_lexicon().find(text)), parts)
    return Told(text, tuple(parts), tuple(dates), tuple(denied), tuple(facts))
