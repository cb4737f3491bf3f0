"""Figures that a model never writes: they go in as `{{q2.f1}}` or `{{c1}}` and are put back by code.

A slot of a card carries the figure *with the bound word that touches it* (最高不超过50万元, 15%以上), so that a
sentence cannot lose it; a slot of a calculation carries the amount in words with its bound and, unless the policy
is in force, on what kind of text it rests.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Calculation
from assistant.drafting import phrases
from assistant.drafting.notice import BESIDE, brackets
from assistant.drafting.wording import tidy
from assistant.evidence import Card
from index.text.figures import Figure, format_money, format_percent, scan

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z]\d{1,3}(?:\.[a-z]\d{1,3})?)\s*\}\}")
_BOUND = (
    r"(?:最高不超过|最多不超过|不超过|不高于|最高|最多|至多|上限为?|不低于|不少于|不小于|最低|至少|超过|高于|低于|突破"
    r"|大约|约|近)"
)
_BEFORE = re.compile(rf"{_BOUND}(?:为|达|达到)?\s?$")
_AFTER = re.compile(r"(?:（含）|\(含\))?(?:及以上|及以下|以上|以下|以内|以外|左右)")
_PER = re.compile(r"\s?[/／]\s?[^\s，。；、,;的给予]{1,6}")
_DATE = re.compile(r"(?:19|20)\d\d\s?年(?:度|\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日")
_TITLE = re.compile(r"《[^》]*》")
# Numerals the literal parser leaves to others, and no drafter needs.
_RARE_NUMERALS = re.compile(
    r"[卅卌皕]|(?<![第零〇一二两三四五六七八九十百千])(?:[一二两三四五六七八九][十百千]|十[一二三四五六七八九])"
)
_WORD = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands behind a placeholder: of card `n`, or of calculation `calculation` (whose card is `n`).

    Attributes:
        before, after: the two characters of the quote that touch the figure, "" at punctuation; members of one list
            (10、20、30万元) share what stands before the first and behind the last.
    """

    name: str
    words: str
    n: int
    calculation: str | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A sentence with its figures in place, and the slots they came from."""

    text: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a sentence cannot be resolved; `code` for the warning, `reason` for the log."""

    code: str
    reason: str


def card_slots(card: Card) -> tuple[str, list[Slot]]:
    """The quote with every figure and date replaced by its placeholder, and the slots."""
    quote = tidy(" ".join(card.quote.split()))
    slots: list[Slot] = []
    text, end = "", 0
    found = list(_figures(quote))
    for place, (start, stop, words) in enumerate(found, start=1):
        name = f"q{card.n}.f{place}"
        first, last = _list_of(found, place - 1, quote)
        slots.append(Slot(name, words, card.n, None, _touching(quote[:first])[0], _touching(quote[last:])[1]))
        text += quote[end:start] + "{{" + name + "}}"
        end = stop
    return text + quote[end:], slots


def calculation_slot(calculation: Calculation, n: int) -> Slot | None:
    """The amount of a calculation; None where it has none to state (not eligible, not determined, facts missing)."""
    words = phrases.amount(calculation)
    if not words or calculation.semantics in ("not_eligible", "needs_info") or calculation.amount_yuan == "0":
        return None
    return Slot(calculation.id, words + brackets(BESIDE[calculation.document_status]), n, calculation.id)


def resolve(
    sentence: str, slots: Mapping[str, Slot], known: Collection[str], titles: Collection[str]
) -> Resolved | Unfit:
    """Put the figures in their places.

    Args:
        known: Latin words and bare numbers of the cards and the question (5G, DCMM), which a sentence may repeat.
        titles: of the documents at hand; a figure in a title (三年行动计划) is part of a name.
    """
    if outside := written_figure(_PLACEHOLDER.sub("，", sentence), known, titles):
        return Unfit("figure_outside_placeholder", f"{outside!r} stands outside a placeholder: {sentence!r}")
    used: list[Slot] = []
    text, end = "", 0
    for match in _PLACEHOLDER.finditer(sentence):
        slot = slots.get(match[1])
        if slot is None:
            return Unfit("unknown_placeholder", f"no placeholder {match[1]} was given: {sentence!r}")
        if _in_anothers_place(slot, sentence[: match.start()], sentence[match.end() :], slots):
            return Unfit("figure_out_of_place", f"{match[1]} stands where another figure belongs: {sentence!r}")
        used.append(slot)
        text += sentence[end : match.start()]
        bound = re.match(_BOUND, slot.words)
        if bound and (doubled := _BEFORE.search(text)):
            text = text[: doubled.start()]
        text, end = text + slot.words, match.end()
        if (after := _AFTER.search(slot.words)) and after.end() == len(slot.words):
            again = _AFTER.match(sentence, end)
            end = again.end() if again else end
    text += sentence[end:]
    if "{" in text or "}" in text:
        return Unfit("unknown_placeholder", f"a brace is left over: {sentence!r}")
    return Resolved(text, tuple(used))


def written_figure(text: str, known: Collection[str], titles: Collection[str] = ()) -> str:
    """The first digit, figure or foreign word of `text` that it may not write itself; "" when there is none."""
    text = unicodedata.normalize("NFKC", _TITLE.sub(lambda m: "" if m.group()[1:-1] in titles else m.group(), text))
    if figures := scan(text):
        return figures[0].text
    if rare := _RARE_NUMERALS.search(text):
        return rare.group()
    for character in text:
        if unicodedata.category(character).startswith("N") and not character.isascii():
            return character
    return next((word.group() for word in _WORD.finditer(text) if word.group() not in known), "")


def words_of(text: str) -> set[str]:
    """Latin words and bare numbers of a text, as `resolve` compares them."""
    return set(_WORD.findall(unicodedata.normalize("NFKC", text)))


def _list_of(found: Sequence[tuple[int, int, str]], place: int, quote: str) -> tuple[int, int]:
    """Where the list that this figure is a member of begins and ends."""
    first = last = place
    while first and quote[found[first - 1][1] : found[first][0]] in ("、", "和", "或"):
        first -= 1
    while last + 1 < len(found) and quote[found[last][1] : found[last + 1][0]] in ("、", "和", "或"):
        last += 1
    return found[first][0], found[last][1]


def _touching(text: str) -> tuple[str, str]:
    """The last and the first two characters of a text, where neither is punctuation."""
    return tuple(part if len(part) == 2 and part.isalnum() else "" for part in (text[-2:], text[:2]))  # type: ignore[return-value]


def _in_anothers_place(slot: Slot, before: str, after: str, slots: Mapping[str, Slot]) -> bool:
    """The words that touch it in the sentence touch another figure of the card, and not this one."""
    others = [each for each in slots.values() if each.n == slot.n and not each.calculation and each != slot]
    if slot.calculation:
        return False
    ahead, behind = _touching(_BEFORE.sub("", before))[0], _touching(after)[1]
    taken = ahead and ahead != slot.before and any(each.before == ahead for each in others)
    return bool(taken or (behind and behind != slot.after and any(each.after == behind for each in others)))


def _figures(quote: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and words of every figure and date of a quote, with the bound words that touch it."""
    figures = scan(quote)
    taken = [(figure.start, figure.end) for figure in figures]
    dates = [m.span() for m in _DATE.finditer(quote) if not any(a < m.end() and m.start() < b for a, b in taken)]
    found = sorted([*((f.start, f.end, f) for f in figures), *((a, b, None) for a, b in dates)], key=lambda e: e[0])
    last = 0
    for start, end, figure in found:
        words = quote[start:end] if figure is None else _printed(figure, quote)
        if before := _BEFORE.search(quote, last, start):
            words, start = quote[before.start() : start] + words, before.start()
        for pattern in (_PER, _AFTER):
            if (pattern is _AFTER or (figure and figure.per)) and (after := pattern.match(quote, end)):
                words, end = words + after.group(), after.end()
        last = end
        yield start, end, words


def _printed(figure: Figure, quote: str) -> str:
    """As printed; a member of a list that writes its unit once (10、20、30万元) gets the unit."""
    if not figure.text.replace(".", "").replace(",", "").isdigit():
        return figure.text
    if figure.kind == "money":
        return format_money(figure.value)
    if figure.kind in ("percent", "points"):
        return format_percent(figure.value) if figure.kind == "percent" else f"{figure.text}个百分点"
    return figure.text + figure.unit
