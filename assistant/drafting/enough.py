"""Whether a result says all that was asked, so that its clause stays behind the mark and is not read out.

A clause under a result that has said amount, condition and source is the same thing again. It is left unread only
where one settled sum is all that is asked for: left out for more, it took the answer's substance with it (five of
eighty unseen questions).
"""

from __future__ import annotations

import re
from typing import Final

from assistant.answer import Calculation
from assistant.calculator import kinds, literals
from assistant.decide.bound import PRIOR_AWARD, PRIOR_OPTION
from assistant.decide.topic import Topic
from assistant.rulebook.load import BookRule
from assistant.rulebook.wording import level
from index.text.figures import Figure, scan
from index.text.ngrams import tokens
from index.text.normalize import nfkc

# Acts that one sum answers; whatever else is asked, the clause's own words may hold more of it than the sum.
_OF_A_SUM: Final = frozenset({"amount", "due", "total", "compare"})
_SETTLED: Final = frozenset({"exact", "at_most", "not_eligible"})
_COUNTED: Final = re.compile("(?:多少|几)(?P<unit>[个家项年次场名台人])")
OF_STACKING: Final = re.compile("累计|叠加|就高|补差|差额|不重复")
_OF_EVERY_CLAUSE: Final = frozenset({"政策", "企业", "享受"})
_EACH: Final = re.compile("各|分别|哪[两几]档")
SEVERAL = 2
MOST_WORDS = 0.5


def enough(calculation: Calculation, entry: BookRule, topic: Topic, said: str) -> bool:
    """Whether `said`, the result's sentence, leaves nothing of the question to the clause's own words."""
    question = topic.told.text
    if all_levels_asked(entry, calculation, topic):
        return topic.intents <= _OF_A_SUM | {"list", "eligibility"}
    several = any("、" in value for value in calculation.inputs.values())  # of two prizes: which counts
    one = len(topic.calculations) == 1 and calculation.semantics in _SETTLED and not several
    if not one or not topic.intents <= _OF_A_SUM or _EACH.search(question):
        return False
    paid_before = calculation.inputs.keys() & {PRIOR_AWARD, PRIOR_OPTION}
    if not paid_before and len(levels_named(entry, question)) >= SEVERAL:
        return False
    if not paid_before and any(fact.kind == "prior" or fact.role == "prior" for fact in topic.told.facts):
        return False  # how what was paid before counts is the clause's to say, where no sum took it in
    return not _counts_asked(question, entry.rule.quote, said)


def adds_nothing(quote: str, said: str) -> bool:
    """Whether the clause's figures, and nearly all of its words, have been said."""
    own = {token for token in tokens(nfkc(quote)) if len(token) > 1}
    heard = set(tokens(nfkc(said)))
    figures = all(figure.text in said for figure in scan(quote) if figure.kind != "number")
    return figures and len(own & heard) >= MOST_WORDS * len(own)


def speaks_of(clause: str, question: str, said: str) -> bool:
    """Whether the clause has words of the question that `said` has not."""
    own, wanted, heard = ({t for t in tokens(nfkc(text)) if len(t) > 1} for text in (clause, question, said))
    return bool((own & wanted) - heard - _OF_EVERY_CLAUSE)


def all_levels_asked(entry: BookRule, calculation: Calculation, topic: Topic) -> bool:
    """高级和中级各奖多少: the award's levels are asked for one by one, and not what one company gets."""
    own_case = calculation.inputs.keys() & {PRIOR_AWARD, PRIOR_OPTION} or calculation.semantics == "not_eligible"
    each = _EACH.search(topic.told.text) is not None
    return each and not own_case and len(levels_named(entry, topic.told.text)) >= SEVERAL


def levels_named(entry: BookRule, question: str) -> set[str]:
    """The levels or steps of the award that the question names: 市级和省级各多少, 首次突破1亿、2亿."""
    wanted = set(tokens(nfkc(question)))
    sums = {figure.value for figure in scan(question)}
    found: set[str] = set()
    for award in entry.rule.awards:
        if isinstance(award, kinds.Choice):
            for option in award.options:
                name = level(award.by, option.is_, option.label, entry.registry)
                own = {token for token in tokens(nfkc(name)) if len(token) > 1}
                found |= {name} if own and own <= wanted else set()
        elif isinstance(award, kinds.Ladder):
            found |= {step.at for step in award.steps if literals.value(step.at) in sums}
    return found


def _counts_asked(question: str, quote: str, said: str) -> bool:
    """一年评几个, 能给几年: a count that the clause gives and the result does not."""
    wanted = {match["unit"] for match in _COUNTED.finditer(question)}
    return any(_of(figure, wanted) and figure.text not in said for figure in scan(quote))


def _of(figure: Figure, units: set[str]) -> bool:
    return figure.kind == "quantity" and figure.unit[:1] in units
