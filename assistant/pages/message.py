"""An answer as the chat sets it: the answer itself in one line, what it hangs on, its standing, its clauses beside it.

Only arranges what the answer holds: no word is added that the gates have not seen. Under a sum a clause stands
once, beside it, and is not read twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, DocumentInfo, Sentence, Unaccounted
from assistant.drafting import phrases
from assistant.drafting.notice import BESIDE
from assistant.pages.asking import Ask, ask_back
from assistant.pages.comparison import Comparison, comparison
from assistant.pages.pasting import with_sources
from assistant.pages.plots import Tier, tiers
from assistant.rulebook.load import Rulebook

LONG, NEARBY = 200, 50  # characters round a quote: beyond LONG only those NEARBY are shown at once
SUGGESTIONS = 4
BADGE = "badge"

_ITEM = re.compile(r"\d{1,2}\. ")  # a line of a numbered list


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph.

    Attributes:
        kind: of the sentence; `steps`: how a sum was worked out, folded; `badge`: a standing that needs no sentence.
        document: set where it tells the standing of one.
    """

    text: str
    cites: tuple[int, ...] = ()
    kind: str = "claim"
    document: DocumentInfo | None = None

    @property
    def item(self) -> bool:
        """Whether it is a line of a numbered list."""
        return _ITEM.match(self.text) is not None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote with what stands round it; `folded` where the whole clause is longer than what is shown."""

    before: str
    quote: str
    after: str
    folded: bool


@dataclass(frozen=True, slots=True)
class Message:
    """One answered question.

    Attributes:
        lead: the answer in its first line or lines; blocks: the rest in reading order.
        standing: what is said of the documents' status.
        left_out: words of the question that no sum used and no sentence mentions.
        ladders: by calculation id, where its award has steps.
        compared: several places side by side, in place of what the sentences say of them one by one.
        ask: the fact to fill in; suggestions: what can be asked next. Both only under the newest answer.
    """

    answer: Answer
    lead: tuple[Line, ...]
    blocks: tuple[Line, ...]
    standing: tuple[Line, ...]
    left_out: tuple[Unaccounted, ...]
    ask: Ask | None
    suggestions: tuple[str, ...]
    excerpts: dict[int, Excerpt]
    ladders: dict[str, list[Tier]]
    compared: Comparison | None
    pasteable: str


def message(answer: Answer, rulebook: Rulebook, *, newest: bool = True, otherwise: Sequence[str] = ()) -> Message:
    """The answer arranged. `otherwise`: questions to go on with where the answer rests on no clause and offers none."""
    ask = ask_back(answer, rulebook) if newest else None
    compared = comparison(answer)
    lines = [_line(answer, sentence, rulebook) for sentence in answer.sentences]
    heads = [Line(h.text, tuple(h.cites), h.act) for h in answer.headline if _leads(h.text)]
    # Of a comparison only the word that says which is more stands above its lines.
    lead = [line for line in heads if not compared or (not line.cites and line.text not in compared.lines)]
    told = compared.said if compared else frozenset(line.text for line in lead)
    worked = {phrases.steps(calculation) for calculation in answer.calculations}
    worked |= {phrases.added_up(answer.total)} if answer.total else set()
    blocks: list[Line] = []
    standing: list[Line] = []
    for line in lines:
        if line.kind == "status" and line.text in told:
            continue
        if line.kind == "status":
            standing.append(line)
        elif line.item and not compared:
            blocks.append(line)
        elif (
            line.text in told
            or (ask and line.text == ask.question)
            or ((lead or compared) and _stands_beside(answer, line))
        ):
            continue
        elif line.text in worked:
            blocks.append(replace(line, kind="steps"))
        elif not (lead or compared or blocks) and answer.status != "clarify":
            lead.append(line)
        else:
            blocks.append(line)
    if len(lead) > 1:
        lead, blocks = _with_notes(answer, lead, blocks)
    standing = _beside(answer, [*lead, *blocks], compared, standing)
    said = "".join(sentence.text for sentence in answer.sentences)
    next_ = answer.follow_ups or ([] if answer.citations else otherwise)
    barred = bool(answer.calculations) and all(c.semantics == "not_eligible" for c in answer.calculations)
    open_ = [] if barred else answer.unaccounted  # where nothing is due, no further word of his makes it due
    left_out = [each for each in open_ if each.text not in said and not _told(each.why, said)]
    return Message(
        answer=answer,
        lead=tuple(lead),
        blocks=tuple(blocks),
        standing=tuple(standing),
        left_out=tuple(left_out),
        ask=ask,
        suggestions=tuple(dict.fromkeys(next_))[:SUGGESTIONS] if newest else (),
        excerpts={citation.n: excerpt(citation) for citation in answer.citations},
        ladders=_ladders(answer, rulebook),
        compared=compared,
        pasteable=with_sources(answer),
    )


def _told(why: str, said: str) -> bool:
    return bool(why) and phrases.to_confirm(why) in said


def _leads(text: str) -> bool:
    """Whether a headline stands on top: a line of a list, and what introduces a list, stand in the list's place."""
    return not _ITEM.match(text) and not text.endswith("：")


def _with_notes(answer: Answer, lead: list[Line], blocks: list[Line]) -> tuple[list[Line], list[Line]]:
    """Of several results each with what holds of it alone; under all of them nobody knows which one is meant."""
    results = {s.text: s.calculation for s in answer.sentences if s.calculation}
    of = {s.text: s.calculation for s in answer.sentences if s.calculation and s.kind == "derivation"}
    joined = []
    for line in lead:
        own = [b for b in blocks if b.kind != "steps" and of.get(b.text) and of[b.text] == results.get(line.text)]
        blocks = [block for block in blocks if block not in own]
        joined.append(replace(line, text="".join([line.text, *(each.text for each in own)])))
    return joined, blocks


def _beside(answer: Answer, lines: Sequence[Line], compared: Comparison | None, standing: list[Line]) -> list[Line]:
    """A standing that is in force, or that is said beside its figure, is a badge and not a sentence."""
    said = "".join([line.text for line in lines] + [place.text for place in (compared.places if compared else ())])
    quiet = {s for s, words in BESIDE.items() if not words or f"{words}）" in said}
    return [replace(line, kind=BADGE) if line.document and line.document.status in quiet else line for line in standing]


def _stands_beside(answer: Answer, line: Line) -> bool:
    """Whether a sentence is a title alone, which tells nothing that the standing has not."""
    titles = {_plain(citation.title) for citation in answer.citations}
    return line.kind == "claim" and _plain(line.text) in titles


def _plain(text: str) -> str:
    """Letters and figures alone: setting a clause as a sentence changes only what stands between them."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


def _ladders(answer: Answer, rulebook: Rulebook) -> dict[str, list[Tier]]:
    """Of the awards that are still what they were when the answer was given."""
    held = {c.id: rulebook.rules[c.rule_id] for c in answer.calculations if c.rule_id in rulebook.rules}
    drawn = {c.id: tiers(held[c.id], c) for c in answer.calculations if c.id in held}
    return {key: steps for key, steps in drawn.items() if steps}


def _line(answer: Answer, sentence: Sentence, rulebook: Rulebook) -> Line:
    document = None
    if sentence.kind == "status":
        document = next((each for each in answer.documents if _names(sentence.text, each, rulebook)), None)
    return Line(sentence.text, tuple(sentence.cites), sentence.kind, document)


def _names(text: str, document: DocumentInfo, rulebook: Rulebook) -> bool:
    held = rulebook.library.documents.get(document.document_id)
    return document.title in text or (held is not None and held.short_title in text)


def excerpt(citation: Citation) -> Excerpt:
    text, start, end = citation.text, citation.quote_start, citation.quote_end
    if end <= start:
        return Excerpt("", citation.quote, "", False)
    if len(text) - (end - start) <= LONG:
        return Excerpt(text[:start], text[start:end], text[end:], False)
    lead, trail = "…" * (start > NEARBY), "…" * (len(text) > end + NEARBY)
    before, after = text[max(0, start - NEARBY) : start], text[end : end + NEARBY]
    return Excerpt(lead + before, text[start:end], after + trail, True)
