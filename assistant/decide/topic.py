"""One question about one place: what search found for it, which awards it means, what they come to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from assistant.answer import Calculation
from assistant.calculator.stacking import Entry
from assistant.decide.candidates import Candidate
from assistant.decide.exclusions import ShutOut
from assistant.decide.level_asked import Absent
from assistant.decide.listing import Listed
from assistant.decide.profile import Matches
from assistant.reading.model import Part
from assistant.reading.told import Told
from index.search.searcher import ScoredPassage

# What is paid is asked for; and wishes that the sentence naming the award does not answer.
PAYS = frozenset({"amount", "due", "total", "stacking", "compare", "match_profile"})
ASKS_ELSE = frozenset({"eligibility", "bureau", "procedure", "validity", "define", "issue_info", "reason", "target"})
ASKS_IF = frozenset({"eligibility", "yes_no"})
# Search found something at all when a passage stands out this far (z units) or holds this share of the words. What
# is named in words of policies that the place never uses speaks against it, by so much for each unit of their weight.
# Both chosen on questions of thirteen sets (252 with the clause among the first three passages, 27 that no text
# answers): 4 lost and 14 heard, where the height alone lost 7 and heard 16.
STANDS_OUT = 2.55
FOREIGN = 0.06
WITHOUT_PLACE = 2.95  # the best of several places is nearer than that of one
# Who may at all, asked: the document's own sentence on itself answers, far as it lies from the caller's words.
OF_ALL = 2.3
COVERS = 0.55
COVERS_SOMETHING = 0.05
NEAR = 4  # passages of which the highest counts
# The document speaking of itself as a whole: who may at all, who decides.
OF_ITSELF = re.compile(r"本(?:政策|措施|条例|办法|计划|意见|规定|通知)")


@dataclass(slots=True)
class Topic:
    """`part` asked of `region`. `scored` holds that region's passages only, `intents` what this part asks.

    `shut_out`: exclusions the company may fall under; `own_words`: of a follow-up, what this turn says itself;
    `foreign`: weight of the policy words asked for that the region never uses; `rates`: of calculations whose base is
    missing, by id.
    """

    part: Part
    region: str
    told: Told
    scored: Sequence[ScoredPassage]
    coverage: float
    intents: frozenset[str] = frozenset()
    candidates: Sequence[Candidate] = ()
    calculations: list[Calculation] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    matches: Matches | None = None
    absent: list[Absent] = field(default_factory=list)
    listed: Listed | None = None
    shut_out: Sequence[ShutOut] = ()
    own_words: str = ""
    foreign: float = 0.0
    least: float = STANDS_OUT
    rates: dict[str, Fraction] = field(default_factory=dict)

    @property
    def strength(self) -> float:
        return self.scored[0].plain if self.scored else 0.0

    @property
    def held(self) -> bool:
        """Whether the region's documents say anything on the matter: an award is called by name, or a passage near."""
        if "elsewhere" in self.intents:  # a benefit of other policies (税收, 社保): only in so many words
            return self.coverage >= COVERS
        if self.candidates and self.candidates[0].names:
            return True
        if not self.scored or self.coverage < COVERS_SOMETHING:
            return False
        highest = max(entry.plain for entry in self.scored[:NEAR])
        if self.intents & ASKS_IF and OF_ITSELF.search(self.scored[0].passage.text) and self.strength >= OF_ALL:
            return True
        return highest - FOREIGN * self.foreign >= self.least or self.coverage >= COVERS
