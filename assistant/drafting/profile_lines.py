"""A company against a city's awards, a numbered line each: what it can get, where that stands, what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Calculation
from assistant.decide.profile import Match
from assistant.decide.topic import Topic
from assistant.drafting import phrases
from assistant.drafting.awards import Awards
from assistant.drafting.draft import DraftSentence
from assistant.drafting.grounds import barred
from assistant.drafting.notice import BESIDE, brackets
from assistant.drafting.result import reasons, spoken, way
from assistant.evidence import Evidence

QUESTIONS = 2
SHORT = 40  # characters of a rule that a line of a list holds
_ORDER = ("applies", "might", "does_not")


def profile_lines(topic: Topic, awards: Awards, evidence: Evidence) -> Iterator[DraftSentence]:
    """The sentences of one city: a gate that bars everything first, then a line for each award, then what to ask."""
    assert topic.matches is not None
    named = [match for match in topic.matches.matches if match.named]
    gate = next((m.calculation for m in named if barred(m.calculation)), None)
    if gate is not None:
        yield from awards.refusal(gate, topic, evidence)
    else:
        yield DraftSentence(_lead(topic, named), "frame", region=topic.region)
    for n, match in enumerate(sorted(named, key=lambda each: _ORDER.index(each.verdict)), start=1):
        text = phrases.ITEM.format(n=n, text=_line(match, topic, awards))
        cites = awards.cites(match.calculation, topic, evidence)
        yield DraftSentence(text, "derivation", cites, topic.region, match.calculation.id)
    asked = [question for match in named if match.verdict == "might" and (question := match.question)]
    for question in list(dict.fromkeys(asked))[:QUESTIONS]:
        yield DraftSentence(question, "question", region=topic.region)


def _lead(topic: Topic, named: list[Match]) -> str:
    """绍兴可以对上这些（按征求意见稿）： where all rest on texts of one standing."""
    tags = {BESIDE[match.calculation.document_status] for match in named}
    return phrases.PROFILE_LEAD.format(region=topic.region, beside=brackets(tags.pop() if len(tags) == 1 else ""))


def _line(match: Match, topic: Topic, awards: Awards) -> str:
    """数字化车间：80万元（第三条）; why not, what is open, and how a sum came about, behind it."""
    calculation = match.calculation
    name, where = spoken(calculation, topic.told.text), awards.clause_label(calculation)
    if match.verdict == "does_not":
        return f"{name}：不能享受{brackets(where)}，{reasons(calculation) or '条件不符。'}"
    if match.verdict == "might":
        rule = awards.rule_words(calculation, topic)
        return f"{name}：还不能定{f'，{rule}' if len(rule) <= SHORT else ''}{brackets(where)}。"
    words = phrases.amount(calculation) or awards.rule_words(calculation, topic) or "原文没有载明金额"
    return f"{name}：{words}{brackets(way(calculation), where)}{_to_verify(calculation)}。"


def _to_verify(calculation: Calculation) -> str:
    open_conditions = dict.fromkeys(c.text for c in calculation.conditions if c.met == "unknown")
    return f"，{phrases.still_to_meet(open_conditions)}" if open_conditions else ""
