"""A clause's sentence cut down to the piece that was asked for: the one goal, the list, the conditions."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.drafting.wording import tidy
from index.documents.model import Passage
from index.text.figures import scan
from index.text.ngrams import tokens

AMOUNT = frozenset({"amount", "due", "total"})
# Conditions are told without what is paid only where nothing else is asked; a piece of a sentence answers nothing else.
_OF_MORE = AMOUNT | {"yes_no", "compare", "stacking", "match_profile", "quote_verbatim", "list"}
_BENEFIT = re.compile(r"(?:奖励|补助|补贴|给予|奖|资助|支持|配套|不超过|最高|再奖)[^，；]{0,24}?\d")
_OPENS = re.compile(r"^对(?=[^，]{4})")
_BRACKETS = re.compile(r"（[^（）]*）")
_TOGETHER = re.compile(r"分别|各|和|、|以及")
LISTED = 2  # marks between its items that a list has at least
_FIGURES = 3  # a sentence with more figures than this says more than the one goal asked for


def goal_asked(run: Sequence[Passage], question: str) -> str:
    """Of a sentence with many goals the one that was asked for, with the year it is set for; "" for all of it."""
    text = "".join(tidy(passage.text) for passage in run)
    if _TOGETHER.search(question) or sum(1 for figure in scan(text) if figure.kind != "number") <= _FIGURES:
        return ""
    pieces = _pieces(text)
    asked = {token for token in tokens(question) if len(token) > 1}
    shared = [len(asked & set(tokens(piece))) if _counts(piece) else 0 for piece in pieces]
    most = max(shared)
    if most < 2:
        return ""
    when = [piece for piece in pieces[:1] if _YEAR.match(piece)]
    best = next(piece for piece, n in zip(pieces, shared, strict=True) if n == most)
    return tidy("".join(dict.fromkeys([*when, best])).rstrip("，；。"))


def _counts(piece: str) -> bool:
    """Whether a piece names a figure besides the year."""
    return any(figure.kind != "number" for figure in scan(_YEAR.sub("", piece)))


_YEAR = re.compile(r"^到?20\d\d年[^，]{0,6}，")


def list_asked(run: Sequence[Passage], intents: Collection[str], question: str) -> str:
    """五大产业生态圈是什么: of a sentence that also pays, the piece that lists them; "" where no one piece does."""
    if not set(intents) <= {"define", "list", "yes_no"}:
        return ""
    text = "".join(tidy(passage.text) for passage in run)
    pieces = _pieces(text)
    if not any(_BENEFIT.search(_BRACKETS.sub("", piece)) for piece in pieces):
        return ""
    wanted = {token for token in tokens(question) if len(token) > 1}
    shared = [len(wanted & set(tokens(piece))) for piece in pieces]
    best = pieces[shared.index(max(shared))]
    alone = shared.count(max(shared)) == 1 and not _BENEFIT.search(_BRACKETS.sub("", best))
    return tidy(_OPENS.sub("", best.rstrip("，；。的"))) if alone and best.count("、") >= LISTED else ""


def conditions_asked(run: Sequence[Passage], intents: Collection[str]) -> str:
    """Of a long sentence the conditions, where conditions are asked for and not what is paid; "" for all of it."""
    if "eligibility" not in intents or set(intents) & _OF_MORE:
        return ""
    return conditions_of("".join(tidy(passage.text) for passage in run))


def conditions_of(text: str) -> str:
    """A sentence without the pieces that say what is paid; "" where it has none, or nothing else."""
    pieces = _pieces(text)
    kept = [piece for piece in pieces if not _BENEFIT.search(_BRACKETS.sub("", piece))]
    if not kept or len(kept) == len(pieces):
        return ""
    return tidy(_OPENS.sub("", "".join(kept).rstrip("，；。的")))


_OPENS = re.compile(r"^对(?=[^，]{4})")
_BRACKETS = re.compile(r"（[^（）]*）")


def _pieces(text: str) -> list[str]:
    """A sentence cut behind its commas and semicolons, never inside brackets."""
    pieces, depth, begin = [], 0, 0
    for place, character in enumerate(text):
        depth += {"（": 1, "）": -1}.get(character, 0)
        if character in "，；。" and depth <= 0:
            pieces.append(text[begin : place + 1])
            begin = place + 1
    return [*pieces, text[begin:]] if text[begin:] else pieces
