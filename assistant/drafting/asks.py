"""What kind of answer a question wants, judged from its acts and from what was found, before a sentence is drafted."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.decide.topic import ASKS_IF, OF_ITSELF, Topic
from assistant.drafting import phrases, standing
from assistant.drafting.draft import DraftSentence
from assistant.drafting.extracts import says_together
from assistant.drafting.select import has_figure
from assistant.evidence import Evidence
from assistant.reading.acts import asked
from assistant.reading.asking import whole
from assistant.reading.model import Understanding
from assistant.reading.questions import CLEAR
from index.documents.library import Library

COURSE = frozenset({"procedure", "deadline", "penalty", "contact"})
# How it is handled: where no clause of the matter says so, the document's own rules on it do.
HANDLING = frozenset({"procedure", "bureau"})
ONLY_HOW = frozenset({"procedure", "yes_no", "list", "deadline", "contact"})
SEVERAL = 2
# Asked beside an award: may it be taken together with what the county, or another policy, pays?
OTHER_POLICIES = re.compile(
    r"县|区(?:里|级|政府)|街道|乡镇|两级|(?:别|其他|其它|另外)的?(?:政策|文件|部门|条款)|市里.{0,6}省里"
)


def answers_whether(topic: Topic) -> bool:
    """`软件的钱能算进去吗`: no sum can be told yet, and the nearest sentence says what counts and names no sum."""
    open_ = all(calculation.semantics == "needs_info" for calculation in topic.calculations)
    best = topic.scored[0].passage.text if topic.scored else ""
    return open_ and topic.intents >= ASKS_IF and bool(best) and not has_figure(best)


def asks_of_several(topic: Topic) -> bool:
    """Asked whether two go together, where search finds no clause that says so of the matter itself.

    Then it is the document's own rule that is asked for, whatever else lies nearest.
    """
    if "stacking" not in topic.intents or any(candidate.names for candidate in topic.candidates[:1]):
        return "stacking" in topic.intents and not topic.held
    best = topic.scored[0].passage.text if topic.scored else ""
    if not topic.held or OF_ITSELF.search(best):
        return True
    return "stacking" in asked(topic.part.text, CLEAR) and not says_together(best)


def rests_on_the_rule(topic: Topic, library: Library) -> bool:
    """Whether the document's rule on several awards is the answer.

    It is of one award whose own clause says nothing of it, and where what others pay is meant.
    """
    clauses = {calculation.clause_id for calculation in topic.calculations}
    own = any(says_together(p.text) for clause_id in clauses for p in library.passages_of(clause_id))
    return (len(topic.calculations) < SEVERAL and not own) or OTHER_POLICIES.search(topic.told.text) is not None


def open_place(understood: Understanding, body: Sequence[DraftSentence], evidence: Evidence) -> bool:
    """Whether what is paid still depends on a city that nothing in the question tells."""
    if understood.cities or understood.provinces or understood.documents or understood.references:
        return False
    named = any(sentence.region and sentence.region in whole(understood) for sentence in body)
    if named or not any(sentence.calculation for sentence in body):
        return False  # what a word means, or what became of a document, does not hang on where somebody is
    used = {evidence.card(n).document_id for s in body if not s.context for n in s.cites}
    one_document = "validity" in understood.intents and len(used) == 1
    return bool(used) and not one_document


def asks_standing(topic: Topic, understood: Understanding, library: Library) -> bool:
    """Whether a document's standing is what is asked, in so many words or by a day outside its period."""
    if topic.shut_out:
        return False  # 奖金还能拿吗, asked by one whom the document shuts out: whether he may, not whether it stands
    if "validity" in topic.intents:
        return "repeals" not in topic.intents
    if topic.calculations or understood.event_date is None or not topic.scored or not topic.intents & ASKS_IF:
        return False
    return bool(standing.outside(library.documents[topic.scored[0].passage.document_id], understood.event_date))


# Said of the same thing as what no text holds: 实际做到了多少, 比目标多还是少; 要交哪些表，几号截止.
BESIDE_ABSENT = frozenset({"yes_no", "list", "procedure"})
_SAME_FIGURE = frozenset({"amount", "target", "compare"})


def answerable(intents: Collection[str]) -> bool:
    """Whether a question asks for something that policies hold, beside what none holds (when, how to reach whom)."""
    absent = set(intents) & phrases.ABSENT.keys()
    beside = (BESIDE_ABSENT if absent else frozenset()) | (_SAME_FIGURE if "outcome" in absent else frozenset())
    return bool(set(intents) - absent - beside)


def absent_matters(understood: Understanding) -> list[str]:
    """Matters asked for that no policy text holds; when a policy was issued is no such matter."""
    if "issue_info" in understood.intents:
        return []
    return [phrases.ABSENT[intent] for intent in sorted(understood.intents) if intent in phrases.ABSENT]
