"""Awards whose amount the text leaves open: 一事一议, another document, what the districts decide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from assistant.claims.model import Claim
from assistant.rulebook.draft.nouns import object_of
from assistant.rulebook.draft.placed import Group
from assistant.rulebook.draft.said import Unit
from assistant.rulebook.draft.thresholds import threshold

# What is said of everything a company gets is no award; what is counted out of supported projects neither.
OVERALL: Final = re.compile("(?:资金|奖补|奖励|扶持|补助)总额|累计(?:获得|享受)|获得的[^，。；]{0,8}(?:资金|奖励|扶持)")
_OPEN: Final = {
    "一事一议": re.compile('[“"]?一事一议[”"]?'),
    "另行规定": re.compile(
        r"具体(?:政策)?(?:参见|详询)|按[^，。；]{2,30}(?:政策|办法|规定)执行|(?:标准|额度|金额)[^，。；]{0,6}另行"
    ),
    "适当奖励": re.compile("给予适当(?:奖励|补助|补贴)"),
    "由各地决定": re.compile("各地[^，。；]{0,10}(?:给予|予以|决定|确定)"),
}
_SUPPORTS: Final = re.compile("支持|奖|补|资助|扶持|配套")


def left_open(text: str, given: Sequence[Group], silent: Sequence[tuple[int, Claim]]) -> Iterator[Unit]:
    places = {group.at: group for group in given}
    spoken = {at: claim.sentence for at, claim in silent} | {group.at: group.sentence for group in given}
    for at, sentence in sorted(spoken.items()):
        for reason, pattern in _OPEN.items():
            match = pattern.search(sentence)
            if match is None or not _SUPPORTS.search(sentence) or OVERALL.search(sentence):
                continue
            piece = max((m.end() for m in re.finditer("[；;。]", sentence[: match.start()])), default=0)
            stop = _stop_sentence(sentence, match.end())
            if any(piece <= g.start - at < stop for g in given if g.at == at and g.claims[0].paid):
                continue
            unit = Unit(
                "none",
                at + piece,
                at + stop,
                [],
                sentence[piece : match.start()],
                sentence,
                own=at + piece,
                reason=reason,
            )
            unit.object = object_of(unit.words)
            group = places.get(at)
            if group is not None and not group.claims[0].paid:
                unit.thresholds = [t for m in group.marks if (t := threshold(group, m, text)) and len(t.noun) > 1]
            yield unit
            break


def _stop_sentence(sentence: str, position: int) -> int:
    match = re.search("[；;。]", sentence[position:])
    return position + match.end() if match else len(sentence)
