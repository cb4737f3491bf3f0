"""Money that came from the same award before: `拿过20万`, `已经领了50万元`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from assistant.matching.bound import Bound
from assistant.matching.segments import Segment
from index.text.figures import Figure, scan

_VERB = r"(?:领|拿|得|享受|补助?|奖励?|发|给)"
EARLIER: Final = r"(?:先前|之前|以前|此前|从前|早前|早先|曾经?|去年|前年|上次|上回|原来|前几年)"
_TIER = r"(?:[\d.]+[万亿]元?(?:档|级)的?)?"  # 领过5000万档的50万元
_PAID_BEFORE = re.compile(
    rf"{_VERB}(?:过了?|了|到过|到了|到){_TIER}[^，。；\d]{{0,6}}$|已经?{_VERB}取?{_TIER}[^，。；\d]{{0,6}}$"
    # 先前拿了市级智能制造示范工厂的五十万: told of before, the award's whole name may stand between
    rf"|{EARLIER}[^，。；]{{0,6}}{_VERB}(?:过了?|了|到过|到了|到)[^，。；\d投花买付缴]{{0,24}}的$"
)
_PAID_AFTER = re.compile(
    r"(?:的)?(?:奖励|补贴|补助|奖金|钱)?(?:之前|以前|去年|前年)?(?:已经|都|早)?(?:(?:领|拿|得|享受)(?:过|了|到)|到账|到手|到位|发下来|打过来)(?![^，。；]{0,6}\d)"
)
_UPPER: Final = re.compile(
    r"省(?:里|财政|厅)[^，。]{0,20}$|省(?:级|内)(?:财政|奖|补|资金|给)|国家(?:奖|补|资金|给)|上级"
)
_ON_TOP: Final = re.compile(r"(?:又|再|另外?|后来|接着|随后)[^，。；\d]{0,8}$")
NAMES_A_TIER: Final = re.compile(r"元?(?:这一|那一)?(?:档|台阶|门槛)")


def is_prior_payment(figure: Figure, text: str, parts: list[Segment]) -> bool:
    """`拿过20万`, `已经领了50万元`: money that came from this award before."""
    if figure.kind != "money":
        return False
    segment = next(s for s in parts if s.start <= figure.start < s.end)
    before, after = text[segment.start : figure.start], text[figure.end : segment.end]
    if _UPPER.search(before):
        return False
    if NAMES_A_TIER.match(after):
        return False
    return bool(_PAID_BEFORE.search(before) or _PAID_AFTER.match(after))


def with_later_ones(paid: Bound, text: str, parts: list[Segment]) -> Bound:
    """`1亿档领过50万、2亿档又补了50万`: a payment that is told to come on top of the first is added to it."""
    if not paid.text:
        return paid
    later = [
        figure
        for figure in scan(text)
        if figure.start >= paid.end and is_prior_payment(figure, text, parts) and _ON_TOP.search(text, 0, figure.start)
    ]
    return replace(paid, value=paid.value + sum(figure.value for figure in later)) if later else paid
