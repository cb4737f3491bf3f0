"""Right answers, written by hand from the policy texts, and how they fall into sentences.

One line of `right_sentences.jsonl`: `{"id", "question", "answer", "cites": {"1": "clause_id"}, "as_of", "note"}`;
`answer` holds one or more sentences with [n] marks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from index.errors import DataFileInvalid
from index.text.jsonl import read_lines
from index.text.sentences import sentence_spans

RIGHT = Path(__file__).resolve().parents[1] / "datasets" / "right_sentences.jsonl"

MARK = re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to be verified: text with [n] marks, and the clause behind each number."""

    id: str
    question: str
    answer: str
    cites: tuple[tuple[int, str], ...]
    as_of: date
    note: str = ""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in order; joined they are the answer. ；does not end one."""
        clauses = dict(self.cites)
        found = []
        for start, end in sentence_spans(self.answer, semicolons=False):
            text = self.answer[start:end]
            numbers = dict.fromkeys(int(n) for n in MARK.findall(text))
            found.append(Sentence(text, tuple(clauses[n] for n in numbers if n in clauses)))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its marks, and the clauses they name."""

    text: str
    clauses: tuple[str, ...]

    @property
    def plain(self) -> str:
        """Without marks."""
        return MARK.sub("", self.text)


def read_answers(path: Path = RIGHT) -> list[Answer]:
    """Raises DataFileInvalid, with the line, where a line is not in the layout above."""
    answers = []
    with path.open("rb") as stream:
        for line in read_lines(stream):
            record = line.record
            try:
                if record is None:
                    raise ValueError(line.problem)
                answers.append(
                    Answer(
                        id=str(record["id"]),
                        question=str(record["question"]),
                        answer=str(record["answer"]),
                        cites=tuple((int(n), str(clause)) for n, clause in record["cites"].items()),
                        as_of=date.fromisoformat(record["as_of"]),
                        note=str(record.get("note", "")),
                    )
                )
            except (KeyError, ValueError, AttributeError, TypeError) as error:
                raise DataFileInvalid(f"{path.name} 第{line.number}行有误：{error}。请改正后重试。") from error
    return answers
