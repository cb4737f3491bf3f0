"""From a model's stream to sentences of a draft: cut, checked for figures of its own, placeholders put back.

A sentence that cannot be resolved is left out and counted; what passes here still has to pass the gates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.answer import SentenceKind
from assistant.drafting.draft import DraftSentence
from assistant.drafting.model_prompt import Prompt
from assistant.drafting.placeholders import Slot, Unfit, resolve
from assistant.drafting.sentence_stream import SentenceCutter, split_marks
from assistant.drafting.wording import tidy
from assistant.evidence import Evidence
from index.documents.library import Library
from index.vocabulary.lexicon import general_lexicon

# Six are asked for; who goes on and on is not listened to.
MOST_SENTENCES = 16
# So many characters in a row are no coincidence: the sentence recites its instructions.
RECITED = 12
_PUNCTUATION = re.compile(r"[^\w{}]+")


class ModelDraft:
    """Reads one draft.

    Attributes:
        left_out: how many sentences were left out, by reason (the code of the warning).
    """

    def __init__(self, prompt: Prompt, evidence: Evidence, library: Library) -> None:
        self._prompt = prompt
        self._evidence = evidence
        self._library = library
        self._titles = frozenset(document.title for document in library.documents.values())
        self._rules = _shingles(prompt.rules)
        self.left_out: Counter[str] = Counter()
        self._read = 0

    def sentences(self, chunks: Iterable[str]) -> Iterator[DraftSentence]:
        """Each sentence as soon as its end has arrived.

        Raises:
            ModelUnavailable: from `chunks`, or the output is too long.
        """
        cutter = SentenceCutter()
        for chunk in chunks:
            yield from self._usable(cutter.feed(chunk))
            if self._read >= MOST_SENTENCES:
                return
        yield from self._usable(cutter.finish())

    def _usable(self, pieces: Iterable[str]) -> Iterator[DraftSentence]:
        for piece in pieces:
            if self._read >= MOST_SENTENCES:
                return
            self._read += 1
            sentence = self.read(piece)
            if isinstance(sentence, Unfit):
                self.left_out[sentence.code] += 1
            else:
                yield sentence

    def read(self, piece: str) -> DraftSentence | Unfit:
        """One sentence with its marks (`绍兴奖励{{q1.f1}}。[1]`) as a draft sentence."""
        text, marks = split_marks(piece)
        if text.endswith(("？", "?")):
            return Unfit("model_question", f"questions are asked by code: {piece!r}")
        if _shingles(text) & self._rules:
            return Unfit("model_recited", f"recites its instructions: {piece!r}")
        resolved = resolve(text, self._prompt.slots, self._prompt.known, self._titles)
        if isinstance(resolved, Unfit):
            return resolved
        if strange := [n for n in marks if n not in self._prompt.shown]:
            return Unfit("model_unknown_mark", f"cites {strange}, which it was not given: {piece!r}")
        cites = tuple(dict.fromkeys([*marks, *(slot.n for slot in resolved.slots)]))
        if not cites:
            return Unfit("model_uncited", f"cites nothing: {piece!r}")
        if _out_of_place(resolved.slots):
            return Unfit("model_mixed", f"figures of several cards, or not in the order of their card: {piece!r}")
        calculations = {slot.calculation for slot in resolved.slots if slot.calculation}
        regions = self._regions(cites)
        if strangers := self._strangers(resolved.text, cites):
            return Unfit("model_other_place", f"speaks of {strangers}, cites others: {piece!r}")
        if len(regions) != 1 or len(calculations) > 1:
            return Unfit("model_mixed", f"speaks of several places or sums at once: {piece!r}")
        kind: SentenceKind = "derivation" if calculations else "claim"
        return DraftSentence(tidy(resolved.text), kind, cites, regions[0], next(iter(calculations), None))

    def _strangers(self, text: str, cites: Iterable[int]) -> set[str]:
        """Places the sentence names that are neither its cards' own nor in their words."""
        cards = [self._evidence.card(n) for n in cites]
        documents = [self._library.document(card.document_id) for card in cards]
        known = {place for document in documents for place in (document.region, document.province)}
        named = {m.concept for m in general_lexicon().find(text) if m.kind == "region"}
        return {place for place in named - known if not any(place in card.quote for card in cards)}

    def _regions(self, cites: Iterable[int]) -> list[str]:
        """The places the cards speak for; a province's card supports its city and counts as the city's."""
        documents = [self._library.document(self._evidence.card(n).document_id) for n in cites]
        homes = {d.province for d in documents if d.region_level == "city"}
        return list(dict.fromkeys(d.region for d in documents if d.region not in homes))


def _out_of_place(slots: Sequence[Slot]) -> bool:
    """A sentence takes its figures from one card and in that card's order: lists (分别…) cannot be re-paired."""
    if len({slot.n for slot in slots}) > 1:
        return True
    places = [int(slot.name.rpartition(".f")[2]) for slot in slots if slot.calculation is None]
    return places != sorted(set(places))


def _shingles(text: str) -> set[str]:
    bare = _PUNCTUATION.sub("", text)
    return {bare[i : i + RECITED] for i in range(len(bare) - RECITED + 1)}


LEFT_OUT: Mapping[str, str] = {
    "figure_outside_placeholder": "自己写了数字",
    "unknown_placeholder": "用了不存在的占位符",
    "model_question": "是反问",
    "model_recited": "复述了系统要求",
    "model_unknown_mark": "引用了不存在的资料卡",
    "model_uncited": "没有标明依据",
    "figure_out_of_place": "把数字放到了别处",
    "model_other_place": "说的是别的地方",
    "model_mixed": "把几处的数字混在一句里或打乱了次序",
}
