"""An answer as the chat sets it: the answer itself in one line, what it hangs on, its standing, its clauses beside it.

Only arranges what the answer holds: no word is added that the gates have not seen. Under a sum a clause stands
once, beside it, and is not read twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, DocumentInfo, Sentence, Unaccounted
from assistant.drafting import phrases
from assistant.pages.asking import Ask, ask_back
from assistant.pages.comparison import Comparison, comparison
from assistant.pages.pasting import with_sources
from assistant.pages.plots import Tier, tiers
from assistant.rulebook.load import Rulebook

COMPARED = tuple(phrases.COMPARED)
LONG, NEARBY = 200, 50  # characters round a quote: beyond LONG only those NEARBY are shown at once
SUGGESTIONS = 4

_MARK = re.compile(r"(?<!\\)\[(\d{1,3})\]")
_ESCAPE = re.compile(r"\\([\\`*_\[\]<>#|~])")
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph. `document` is set where it tells the standing of one; kind `steps`: how a sum was worked out."""

    text: str
    cites: tuple[int, ...] = ()
    kind: str = "claim"
    document: DocumentInfo | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row's last cell carries the row's marks. `said`: the sentences that its rows are."""

    header: tuple[str, ...]
    rows: tuple[tuple[tuple[str, tuple[int, ...]], ...], ...]
    said: frozenset[str] = frozenset()


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
    blocks: tuple[Line | Table, ...]
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
    compared = comparison(answer, _silent(answer))
    told = compared.said if compared else {headline.text for headline in answer.headline}
    arranged = list(_blocks(answer))
    in_rows = {text for block in arranged if isinstance(block, Table) for text in block.said}
    lead = [
        Line(headline.text, tuple(headline.cites), headline.act)
        for headline in answer.headline
        if not compared and headline.text not in in_rows
    ]
    worked = {phrases.steps(calculation) for calculation in answer.calculations}
    blocks: list[Line | Table] = []
    standing: list[Line] = []
    for block in arranged:
        if isinstance(block, Table):
            if not compared:
                blocks.append(block)
        elif block.kind == "status":
            standing.append(block)
        elif (
            block.text in told
            or (ask and block.text == ask.question)
            or ((lead or compared) and _stands_beside(answer, block))
        ):
            continue
        elif lead and block.text in worked:
            blocks.append(replace(block, kind="steps"))
        elif not (lead or compared or blocks) and answer.status != "clarify":
            lead.append(block)
        else:
            blocks.append(block)
    lead, added_up = _added_up(answer, lead)
    blocks += added_up
    said = "".join(sentence.text for sentence in answer.sentences)
    next_ = answer.follow_ups or ([] if answer.citations else otherwise)
    left_out = [each for each in answer.unaccounted if each.text not in said]
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


def _added_up(answer: Answer, lead: list[Line]) -> tuple[list[Line], list[Line]]:
    """A sum of several awards: what it comes to stands on top, how it was added up is folded."""
    whole = phrases.total(answer.total) if answer.total and phrases.amount(answer.total) else ""
    if not whole or whole not in [line.text for line in lead]:
        return lead, []
    first, stop, steps = whole.partition("。")
    (total,) = [line for line in lead if line.text == whole]
    others = [line for line in lead if line is not total]
    folded = [replace(total, text=steps, kind="steps")] if steps else []
    return [replace(total, text=first + stop), *others], folded


def _silent(answer: Answer) -> list[tuple[str, str]]:
    """(place, words) of the rows of a comparison that rest on no clause: a place without such an award."""
    tables = [block for block in _blocks(answer) if isinstance(block, Table) and len(block.header) == len(COMPARED)]
    rows = [row for table in tables if table.header == COMPARED for row in table.rows]
    return [(row[0][0], row[-1][0]) for row in rows if not any(cites for _, cites in row)]


def _stands_beside(answer: Answer, line: Line) -> bool:
    """Whether a sentence under a sum only says again what is marked in the clause beside it."""
    if not answer.calculations or line.kind != "claim":
        return False
    regions = "|".join(re.escape(document.region) for document in answer.documents)
    words = _plain(re.sub(rf"^(?:{regions})：", "", line.text))
    return any(words in _plain(citation.quote) for citation in answer.citations if citation.n in line.cites)


def _plain(text: str) -> str:
    """Letters and figures alone: setting a clause as a sentence changes only what stands between them."""
    return "".join(character for character in unicodedata.normalize("NFKC", text) if character.isalnum())


def _ladders(answer: Answer, rulebook: Rulebook) -> dict[str, list[Tier]]:
    """Of the awards that are still what they were when the answer was given."""
    held = {c.id: rulebook.rules[c.rule_id] for c in answer.calculations if c.rule_id in rulebook.rules}
    drawn = {c.id: tiers(held[c.id], c) for c in answer.calculations if c.id in held}
    return {key: steps for key, steps in drawn.items() if steps}


def _blocks(answer: Answer) -> Iterator[Line | Table]:
    """The sentences in order; the rows of a table, which are sentences too, come as one table.

    A sentence does not say which row it is, the markdown does: a block of lines that begin with a bar.
    """
    sentences = list(answer.sentences)
    for chunk in answer.answer.split("\n\n"):
        lines = chunk.split("\n")
        if chunk.startswith("| ") and len(lines) > 2:
            header = tuple(text for text, _ in _cells(lines[0]))
            rows = sentences[: len(lines) - 2]
            yield Table(header, tuple(_cells(line) for line in lines[2:]), frozenset(each.text for each in rows))
            del sentences[: len(lines) - 2]
        elif sentences:
            yield _line(answer, sentences.pop(0))
    for sentence in sentences:
        yield _line(answer, sentence)


def _line(answer: Answer, sentence: Sentence) -> Line:
    document = None
    if sentence.kind == "status":
        document = next((each for each in answer.documents if each.title in sentence.text), None)
    return Line(sentence.text, tuple(sentence.cites), sentence.kind, document)


def _cells(line: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    inner = line.strip().removeprefix("|").removesuffix("|")
    return tuple(_cell(cell.strip()) for cell in _CELL.split(inner))


def _cell(markdown: str) -> tuple[str, tuple[int, ...]]:
    cites = tuple(int(n) for n in _MARK.findall(markdown))
    return _ESCAPE.sub(r"\1", _MARK.sub("", markdown)), cites


def excerpt(citation: Citation) -> Excerpt:
    text, start, end = citation.text, citation.quote_start, citation.quote_end
    if end <= start:
        return Excerpt("", citation.quote, "", False)
    if len(text) - (end - start) <= LONG:
        return Excerpt(text[:start], text[start:end], text[end:], False)
    lead, trail = "…" * (start > NEARBY), "…" * (len(text) > end + NEARBY)
    before, after = text[max(0, start - NEARBY) : start], text[end : end + NEARBY]
    return Excerpt(lead + before, text[start:end], after + trail, True)
