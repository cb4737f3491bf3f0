"""A company against a city's awards, as a table: what it meets, the amount, the clause, what is still to verify."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import Calculation
from assistant.decide.profile import Match, Verdict
from assistant.decide.topics import Topic
from assistant.drafting import phrases
from assistant.drafting.awards import Awards
from assistant.drafting.draft import DraftSentence, Row
from assistant.drafting.grounds import barred
from assistant.evidence import Evidence

HEADER = ("奖补", "结论", "金额", "条款", "说明")
_VERDICTS: dict[Verdict, str] = {"applies": "符合", "might": "待补充", "does_not": "不符合"}
QUESTIONS = 2


def table(topic: Topic, awards: Awards, evidence: Evidence) -> Iterator[DraftSentence]:
    """The sentences of one city: a gate that bars everything first, then a row for each award, then what to ask."""
    assert topic.matches is not None
    named = [match for match in topic.matches.matches if match.named]
    gate = next((m.calculation for m in named if barred(m.calculation)), None)
    if gate is not None:
        yield from awards.refusal(gate, topic, evidence)
    else:
        yield DraftSentence(phrases.PROFILE_LEAD.format(region=topic.region), "frame", region=topic.region)
    for match in named:
        yield _row(match, topic, awards, evidence)
    asked = [question for match in named if match.verdict == "might" and (question := match.question)]
    for question in list(dict.fromkeys(asked))[:QUESTIONS]:
        yield DraftSentence(question, "question", region=topic.region)


def _row(match: Match, topic: Topic, awards: Awards, evidence: Evidence) -> DraftSentence:
    calculation = match.calculation
    option = f"（{calculation.option}）" if calculation.option else ""
    words = awards.words(calculation)
    amount, remark = _amount(match), _remark(match, words)
    cells = (f"{calculation.title}{option}", _VERDICTS[match.verdict], amount or "—",
             awards.clause_label(calculation), remark or "—")  # fmt: skip
    text = f"{phrases.derivation(calculation, topic.region)}{remark}"
    cites = awards.cites(calculation, topic, evidence)
    return DraftSentence(text, "derivation", cites, topic.region, calculation.id, row=Row(HEADER, cells))


def _amount(match: Match) -> str:
    if match.verdict == "does_not":
        return ""
    if match.calculation.semantics == "undetermined":
        return phrases.amount(match.calculation) or "原文没有载明"
    return phrases.amount(match.calculation)


def _remark(match: Match, words: str) -> str:
    """Why not, what is missing, or what the office verifies; of a sum how it came about, of none the clause's words."""
    calculation = match.calculation
    if match.verdict == "does_not":
        return phrases.reasons(calculation)
    if match.verdict == "might":
        return ""
    open_ = f"{words}" if calculation.semantics == "undetermined" else ""
    return "".join([open_, *sums(calculation), *_to_verify(calculation)])


def sums(calculation: Calculation) -> list[str]:
    """The steps of the calculation that are sums."""
    found = [step.lstrip("①②③④⑤⑥⑦⑧⑨⑩").rstrip("。；") for step in calculation.steps if "＝" in step]
    return [f"{step}。" for step in found]


def _to_verify(calculation: Calculation) -> list[str]:
    open_conditions = dict.fromkeys(c.text for c in calculation.conditions if c.met == "unknown")
    return [f"待核实：{'；'.join(open_conditions)}。"] if open_conditions else []
