"""A company against a city's awards, a numbered line each: what it can get, where that stands, what is still open."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Calculation
from assistant.decide.profile import Match
from assistant.decide.topic import Topic
from assistant.drafting import phrases
from assistant.drafting.award_words import NO_AMOUNT
from assistant.drafting.awards import Awards
from assistant.drafting.draft import DraftSentence
from assistant.drafting.grounds import barred, only_period
from assistant.drafting.notice import BESIDE, brackets
from assistant.drafting.remarks import otherwise, to_verify
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
    if gate is not None and only_period(gate):
        told = phrases.ALL_BARRED.format(
            region=topic.region, beside=brackets(BESIDE[gate.document_status]), why=reasons(gate)
        )
        yield DraftSentence(told, "derivation", awards.cites(gate, topic, evidence), topic.region, head="eligibility")
    elif gate is not None:
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
    if match.verdict == "does_not" and only_period(calculation):
        text = next((words for note in calculation.notes if (words := otherwise(note))), "")
        rule = text or awards.rule_words(calculation, topic)
        return (
            f"{name}：按原文{'算' if text else ''}是{rule}{brackets(where)}。" if rule else f"{name}{brackets(where)}。"
        )
    if match.verdict == "does_not":
        return f"{name}：不能享受{brackets(where)}，{reasons(calculation) or '条件不符。'}"
    if match.verdict == "might":
        rule = awards.rule_words(calculation, topic)
        return f"{name}：还不能定{f'，{rule}' if len(rule) <= SHORT else ''}{brackets(where)}。"
    rule = awards.rule_words(calculation, topic)
    long = calculation.semantics == "undetermined" and len(rule) > SHORT
    words = phrases.amount(calculation) or (NO_AMOUNT if long else rule) or NO_AMOUNT
    return f"{name}：{words}{brackets(way(calculation), where)}{_premise(calculation, topic)}。"


def _premise(calculation: Calculation, topic: Topic) -> str:
    open_ = list(dict.fromkeys(c.text for c in calculation.conditions if c.met == "unknown"))
    own, general = to_verify(open_, topic.told)
    if own:
        return f"，{phrases.still_to_meet(own)}"
    return "，前提是符合条件" if general else ""
