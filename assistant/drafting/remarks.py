"""What is said behind a result: the one premise it still hangs on, how open words were read, what else bears on it.

The calculator notes everything that holds of an amount. A listener needs of it what may change what he gets, or what he
asked about; each once, in a sentence of its own. Everything else stays in the calculation beside the answer.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from assistant.answer import Calculation
from assistant.calculator import kinds, literals
from assistant.drafting import phrases
from assistant.drafting.result import reasons
from assistant.reading.told import Told
from assistant.rulebook.load import BookRule
from index.text.ngrams import tokens
from index.text.normalize import nfkc

_PREMISE: Final = re.compile("^前提是：(?P<what>.+)，由受理部门核实。$")
_LOWER_FIRST: Final = "如此前已享受较低档次的奖励，只补差额。"
_WHO_PAYS: Final = "资金由谁承担："
_LAPSE: Final = re.compile("^后续年度的奖励以“(?P<what>.+)”没有发生为前提。$")
_ASSUMED: Final = re.compile("没说，先按.+算。$")
_EQUAL: Final = re.compile("^“(?P<bound>.+)”在恰好(?P<figure>.+)时按(?P<how>.+)本数计算（本系统口径）")
_OTHERWISE: Final = re.compile(
    "^不看期限、只按原文的其他规定测算，(?P<most>为|最高不超过)(?P<sum>[^。]+)。(?P<how>.*)$"
)
_ANY_APPLICANT: Final = re.compile("^(?:符合|满足)(?:相关|规定)?条件(?:的|$)")
# What the text leaves open, or leaves to somebody: it holds of whoever asks.
_LEFT_OPEN: Final = re.compile("没有写|写明|决定|为准|确定|另行|奖励给")
TOLD: Final = 0.6
_SUMS: Final = frozenset({"exact", "at_most", "at_least", "range", "conditional"})


def remarks(calculation: Calculation, entry: BookRule, told: Told, asked: Collection[str] = ()) -> Iterator[str]:
    """The sentences, what it hangs on first.

    Args:
        entry: the rule it was calculated by; told: the caller's words.
        asked: inputs that are asked for, and so are no premise to be told.
    """
    notes = list(calculation.notes)
    summed = calculation.semantics in _SUMS
    yield from premise(calculation, told, _open_gates(calculation, entry, asked))
    for note in notes:
        if _PREMISE.match(note) or _LAPSE.match(note):
            continue
        if said := _note(note, calculation, entry, told, summed=summed):
            yield said
    if summed:
        yield from _readings(calculation)


def premise(calculation: Calculation, told: Told, gates: Sequence[str] = ()) -> Iterator[str]:
    """前提是：在长沙市两年内实现产业化，由受理部门核实. Without what the caller has said himself.

    `gates`: what the award asks for and nobody has told of.
    """
    stated = [found["what"] for note in calculation.notes if (found := _PREMISE.match(note))]
    own, general = to_verify([each for what in stated for each in what.split("；")], told)
    lapse = [f"以后没有“{found['what']}”" for note in calculation.notes if (found := _LAPSE.match(note))]
    if own or gates:
        general_too = ["符合文件的其他条件"] if general else []
        by_office = "，由受理部门核实" if own or general else ""
        yield f"{phrases.still_to_meet([*gates, *own, *lapse, *general_too])}{by_office}。"
    elif general or lapse:
        yield f"前提是{'、'.join([*lapse, *(['符合条件'] if general else [])])}，由受理部门核实。"


def to_verify(open_: Sequence[str], told: Told) -> tuple[list[str], bool]:
    """(The conditions the caller has not spoken of, whether the clause also asks for 符合条件 in so many words)."""
    own = [each for each in open_ if not _ANY_APPLICANT.match(each)]
    general = len(own) < len(open_) and not _says_it_fits(told)
    return [each for each in own if not _told_already(each, told)], general


def _open_gates(calculation: Calculation, entry: BookRule, asked: Collection[str]) -> list[str]:
    """在“…清单”内: facts the amount waits for that are no figure of it."""
    if calculation.semantics != "needs_info":
        return []
    told_of = "".join(calculation.notes)
    waiting = [
        entry.registry.spec(each.input)
        for each in calculation.conditions
        if each.met == "unknown" and each.input in entry.registry and each.input not in asked
        and each.text not in told_of
    ]  # fmt: skip
    return [spec.label for spec in waiting if spec.type == "boolean"]


def otherwise(note: str) -> str:
    """50万元（100万元减去此前已获得的50万元）: what the text would give but for the period; "" of other notes."""
    found = _OTHERWISE.match(note)
    if found is None:
        return ""
    how = found["how"].rstrip("。；").removeprefix("晋级补差：").partition("，应再得")[0]
    return f"{'' if found['most'] == '为' else '最高'}{found['sum']}{f'（{how}）' if how else ''}"


def _note(note: str, calculation: Calculation, entry: BookRule, told: Told, *, summed: bool) -> str:
    if note == _LOWER_FIRST:
        return "此前领过低一档的，只补差额。" if _has_lower(calculation, entry) else ""
    if note.startswith(_WHO_PAYS):
        return note if told.asks_share else ""
    if note.startswith("原文：") and calculation.semantics == "not_eligible":
        return ""
    if note.startswith("例外：") and note[3:].rstrip("。") in reasons(calculation):
        return ""
    if _ASSUMED.search(note):
        return note if summed else ""
    if found := _EQUAL.match(note):
        return f"恰好{found['figure']}的，“{found['bound']}”按{found['how']}本数算，以受理部门的解释为准。"
    if words := otherwise(note):
        return f"不看期限，按原文{'补差额' if '减去' in words else '算是'}{words}。"
    if note in entry.rule.notes and not _LEFT_OPEN.search(note) and not _asked_about(note, entry, told):
        return ""
    known = f"、最高不超过{phrases.money(calculation.amount_yuan)}" if calculation.amount_yuan else ""
    said = note.replace(known, "") if known else note  # the result has said it already
    return said if said.endswith("。") else f"{said}。"


def _readings(calculation: Calculation) -> Iterator[str]:
    """只计整档，不足一档的不计（以受理部门的解释为准）. One that only says the amount again is not heard."""
    own = phrases.money(calculation.amount_yuan) if calculation.amount_yuan else ""
    heard = [each.chosen for each in calculation.readings if not (own and own in each.chosen)]
    if heard:
        yield f"{'；'.join(heard)}（以受理部门的解释为准）。"


def _told_already(premise_: str, told: Told) -> bool:
    """Whether the caller has said it himself, in about these words."""
    own = _pairs([premise_])
    return len(own & _pairs([told.text])) >= TOLD * len(own)


def _says_it_fits(told: Told) -> bool:
    return "符合" in told.text or "满足" in told.text


def _has_lower(calculation: Calculation, entry: BookRule) -> bool:
    """Whether the award has a lower level that may have been paid before."""
    amounts: list[Fraction] = []
    for award in entry.rule.awards:
        if isinstance(award, kinds.Choice):
            amounts += [literals.value(option.amount) for option in award.options]
        elif isinstance(award, kinds.Ladder):
            amounts += [literals.value(step.amount) for step in award.steps]
    return calculation.amount_yuan is None or any(each < Fraction(calculation.amount_yuan) for each in amounts)


def _asked_about(note: str, entry: BookRule, told: Told) -> bool:
    """Whether the question speaks of what the note adds to the award's name."""
    wanted, title = _pairs([told.text]), _pairs([entry.rule.title])
    return bool((_pairs([note]) - title) & (wanted - title))


def _pairs(texts: Iterable[str]) -> set[str]:
    return {token for text in texts for token in tokens(nfkc(text)) if len(token) > 1}
