"""A rule in one breath: what is paid, on what, up to how much. Said where a fact is missing, and in lists of awards.

Every figure is the rule's own, which was proved against the clause; nothing is evaluated here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from assistant.answer import Calculation
from assistant.calculator import kinds, literals
from assistant.calculator.conditions import AnyOf, Compare, Conditions
from assistant.calculator.inputs import InputRegistry
from assistant.calculator.rule import Branch, Limit
from assistant.drafting.award_words import award_words, ceiling_of_base, share_alone
from assistant.rulebook import wording
from assistant.rulebook.load import BookRule
from index.text.ngrams import tokens
from index.text.normalize import nfkc

_WINDOWS: Final = {"年": "一年", "月": "一个月", "次": "", "届": "一届", "期间": "期间内", "累计": "累计"}
_EXTENT: Final = re.compile(r"(?:以[上下内]|\d)$")
_MARKS: Final = re.compile("〔核实〕")
_OF_A_BASE: Final = (kinds.Percent, kinds.PercentTiered, kinds.Declining)
PAIR = 2
MOST = 4  # outcomes of one rule that are said; the rest stand in the clause
HALF = 0.5  # of the words of an outcome's name, for it to be meant


@dataclass(frozen=True, slots=True)
class _Outcome:
    """One of what a rule may come to.

    Attributes:
        name: when; text: what then; named: both.
        base: what it is a share of, if it is one; again: the share behind another one of the same base.
    """

    name: str
    text: str
    named: str
    base: kinds.Base | None = None
    again: str = ""


def rule_words(entry: BookRule, known: Calculation | None = None, question: str = "") -> str:
    """按采购额的10%补，最高200万元.

    Args:
        known: what has been calculated; its threshold that nobody has told of is said first, and of several outcomes
            those that its facts lead to.
        question: the caller's words: of several outcomes those that they name.
    """
    rule, inputs = entry.rule, entry.registry
    outcomes = list(_outcomes(entry, known))
    # Of two parts that are paid together both are said.
    meant = outcomes if len(rule.parts) == PAIR else _meant(outcomes, known, question)
    asides = {ceiling_of_base(award, inputs): None for award in rule.awards}
    aside = "；".join(each for each in asides if each)
    shown = "；".join(dict.fromkeys(_together(meant[:MOST]))) + ("等" if len(meant) > MOST else "")
    threshold = "" if rule.branches else _threshold(known)
    return f"{threshold}{shown}{f'（{aside}）' if aside else ''}{caps_of(entry)}"


def caps_of(entry: BookRule) -> str:
    """，最高200万元 or ，每家企业一年最高200万元: the ceilings of a rule."""
    said = _caps([*entry.file.shared.limits, *entry.rule.limits])
    return said if "累计" in f"{entry.file.shared.quote}{entry.rule.quote}" else said.replace("累计", "")


def _outcomes(entry: BookRule, known: Calculation | None) -> Iterable[_Outcome]:
    """The award, its branches (what is paid before what is not), or its parts."""
    rule, inputs = entry.rule, entry.registry
    bases = [award.base for award in rule.awards if isinstance(award, _OF_A_BASE)]
    # What the clause calls a product of inputs is known where no other base stands beside it.
    quote = rule.quote if all(base == bases[0] for base in bases) else ""

    def said(award: kinds.Award, *, at_most: bool) -> str:
        return award_words(award, inputs, at_most=at_most, quote=quote, title=rule.title)

    most = rule.exactness == "at_most"
    if rule.award is not None:
        only = known.option if known else ""
        text = award_words(rule.award, inputs, at_most=most, quote=quote, title=rule.title, only=only)
        yield _Outcome("", text, text)
    for branch in sorted(rule.branches, key=lambda each: isinstance(each.award, kinds.Nothing)):
        name, further = _when(branch, inputs, known)
        at_most = (branch.exactness or rule.exactness) == "at_most"
        caps = _caps(branch.limits)
        text = said(branch.award, at_most=at_most) + caps
        base = branch.award.base if isinstance(branch.award, kinds.Percent) else None
        share = share_alone(branch.award, at_most=at_most)
        again = f"{name}{share}{caps}" if share and not further else ""
        if name.startswith("不是"):
            yield _Outcome(name, text, text, base, again and share + caps)
        elif further:
            yield _Outcome(name, f"{further}的，{_given(text)}", f"{name}、{further}的，{_given(text)}")
        elif isinstance(branch.award, kinds.Fixed | kinds.UpTo) and branch.label and not _EXTENT.search(name):
            yield _Outcome(name, text, f"{name}{text}")
        else:
            yield _Outcome(name, text, f"{name}的，{_given(text)}", base, again)
    for part in rule.parts:
        text = said(part.award, at_most=most)
        text = text.removeprefix("每年") if part.title.startswith("每年") else text
        text += _caps(part.limits)
        yield _Outcome(part.title, text, text if _names(text, part.title) else f"{part.title}：{text}")


def _given(text: str) -> str:
    return f"给{text}" if text[:1].isdigit() else text


def _when(branch: Branch, inputs: InputRegistry, known: Calculation | None) -> tuple[str, str]:
    """(What the branch is called, what else it asks for that nobody has told of)."""
    told = known.inputs if known else {}
    further = []
    for condition in branch.when:
        bounds = [condition] if isinstance(condition, Compare) else []
        if isinstance(condition, AnyOf):
            bounds = [each for each in condition.any if isinstance(each, Compare)]
        new = [each for each in bounds if literals.text(each.value) not in "".join(branch.label)]
        if branch.label and new and not any(each.input in told for each in new):
            further.append(_conditions((condition,), inputs))
    if not branch.label:
        return _conditions(branch.when, inputs), ""
    alternatives = any(len(getattr(each, "is_", ())) >= len(branch.label) > 1 for each in branch.when)
    name = ("、" if alternatives else "").join(branch.label)
    return name, "、".join(further) if (known and known.semantics == "needs_info") or not known else ""


def _conditions(all_of: Conditions, inputs: InputRegistry) -> str:
    """Without the marks for proof-readers, and without brackets round all of it."""
    said = _MARKS.sub("", wording.conditions(all_of, inputs)).replace("；", "、")
    return said[1:-1] if said.startswith("（") and said.find("）") == len(said) - 1 else said


def _names(text: str, title: str) -> bool:
    """Whether what is paid on names the part already: 按油墨购入发票额的15%补."""
    own = {token for token in tokens(nfkc(title)) if len(token) > 1}
    return bool(own) and len(own & set(tokens(nfkc(text)))) > HALF * len(own)


def _together(meant: Sequence[_Outcome]) -> Iterator[str]:
    """前5年的，按年租金总额最高补100%；后3年最高补50%: what it is a share of is said once; one alone needs no name."""
    before: kinds.Base | None = None
    for outcome in meant:
        same = outcome.again and outcome.base == before
        yield outcome.again if same else outcome.text if len(meant) == 1 else outcome.named
        before = outcome.base


def _meant(outcomes: Sequence[_Outcome], known: Calculation | None, question: str) -> list[_Outcome]:
    """The outcomes under a name that is known to hold or that the question has; all where none or every one is."""
    wanted = set(tokens(nfkc(question)))
    facts: Collection[str] = set(known.inputs.values()) if known else ()
    option = known.option if known else ""
    chosen = [each for each in outcomes if option and each.name == option]
    if chosen:
        return chosen
    found = []
    for each in outcomes:
        own = {token for token in tokens(nfkc(each.name)) if len(token) > 1}
        if any(fact in each.name for fact in facts) or (own and len(own & wanted) > HALF * len(own)):
            found.append(each)
    return found or list(outcomes)


def _threshold(known: Calculation | None) -> str:
    """实际完成设备投资额300万元及以上的， of a calculation that still waits for that very figure."""
    for condition in known.conditions if known else ():
        left = known and any(condition.text in note for note in known.notes)  # to the office to check
        figure = (
            condition.input and not left and condition.met == "unknown" and any(c.isdigit() for c in condition.required)
        )
        if figure and known and known.semantics == "needs_info":
            return f"{condition.text}的，"
    return ""


def _caps(limits: Iterable[Limit]) -> str:
    """，最高200万元; ，一家企业一年最高500万元."""
    said = []
    for limit in limits:
        if limit.max:
            whom = "" if limit.window == "次" and limit.per == "企业" else f"每{_counted(limit.per)}"
            said.append(f"，{whom}{_WINDOWS[limit.window]}最高{literals.text(limit.max)}")
        if limit.times_max:
            said.append(f"，{limit.word}{literals.text(limit.times_max)}")
    return "".join(dict.fromkeys(said))


def _counted(per: str) -> str:
    return {"企业": "家企业", "家": "家", "场": "场", "项": "项", "届": "届", "个": "个"}.get(per, f"个{per}")
