"""The items of the evaluation: JSONL files in folders, one folder a split, one file a kind of question.

    eval/datasets/<split>/qa.jsonl          questions, with verbatim gold quotes (independent of clause ids)
    eval/datasets/<split>/dialogues.jsonl   the same with earlier turns
    eval/datasets/<split>/calc.jsonl        calculations, with the amount in yuan and how sure it is

Whatever lies there is loaded. An item that breaks the schema is refused with its file and line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.answer import AskRequest, DocumentStatusName, Turn
from eval.errors import DatasetInvalid
from index.text.jsonl import read_lines

DATASETS = Path(__file__).resolve().parent / "datasets"
AS_OF = date(2026, 11, 22)  # the day of every item that names none: a rerun next year gives the same answers

# Files of a split that hold no questions: the gates have them for themselves.
NOT_QUESTIONS = frozenset({"right_sentences", "attacks", "drafts"})

Expect = Literal["answer", "abstain", "clarify", "refuse"]
CalcSemantics = Literal["exact", "upper-bound", "range", "none", "needs-info"]


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(min_length=1)
    set: str = ""
    kind: str = Field(min_length=1)
    question: str = Field(min_length=1)
    as_of: date | None = None
    city: str | None = None

    @property
    def day(self) -> date:
        return self.as_of or AS_OF


class Gold(BaseModel):
    """A verbatim quote of a document that supports the answer; `doc` is the document's id (`.txt` is ignored)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    doc: str
    quote: str = Field(min_length=1)

    @property
    def document_id(self) -> str:
        return self.doc.removesuffix(".txt")


class QuestionItem(_Item):
    """A question with what its answer must and must not say.

    Attributes:
        must_include, must_not_include: regular expressions over the NFKC-normalised answer without blanks.
        expect: what the system should do.
        group: the same question on several days shares a group.
        standing: document id → the status the answer has to give it on the day of the question.
    """

    history: tuple[Turn, ...] = ()
    answerable: bool = True
    gold: tuple[Gold, ...] = ()
    must_include: tuple[str, ...] = ()
    must_not_include: tuple[str, ...] = ()
    expect: Expect = "answer"
    group: str = ""
    standing: dict[str, DocumentStatusName] = {}
    notes: str = ""

    def request(self) -> AskRequest:
        return AskRequest(
            id=self.id, question=self.question, history=list(self.history), as_of=self.day, city=self.city
        )

    @property
    def quotes(self) -> list[tuple[str, str]]:
        """(document id, quote) of everything said to stand in the texts."""
        return [(gold.document_id, gold.quote) for gold in self.gold]


class Expected(BaseModel):
    """The right result of a calculation, in yuan.

    Attributes:
        accept: other amounts that a defensible reading gives; `accept_semantics` likewise.
        range_yuan: lower and upper end (None: open) where `semantics` is range.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    semantics: CalcSemantics
    amount_yuan: Decimal | None = None
    accept: tuple[Decimal, ...] = ()
    accept_semantics: tuple[str, ...] = ()
    range_yuan: tuple[Decimal | None, Decimal | None] | None = None
    none_reason: str | None = None

    @field_validator("accept", mode="before")
    @classmethod
    def _only_amounts(cls, value: Any) -> Any:
        return [each for each in value or [] if each is not None]

    @model_validator(mode="after")
    def _complete(self) -> Expected:
        if self.semantics == "range" and not self.range_yuan:
            raise ValueError("semantics 为 range 时要写 range_yuan")
        if self.semantics in ("exact", "upper-bound") and self.amount_yuan is None:
            raise ValueError(f"semantics 为 {self.semantics} 时要写 amount_yuan")
        return self


class CalculationItem(_Item):
    """A question about an amount; `doc` is the asked document's id, `traps` what naive systems get wrong."""

    doc: str
    clause: str = ""
    award_id: str = ""
    also: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    inputs: dict[str, Any] = {}
    expected: Expected
    derivation: str = ""
    gold_quote: str = ""
    gold_quotes_more: tuple[str, ...] = ()
    traps: str = ""

    def request(self) -> AskRequest:
        return AskRequest(id=self.id, question=self.question, as_of=self.day, city=self.city)

    @property
    def gold_texts(self) -> list[str]:
        return [self.gold_quote, *self.gold_quotes_more] if self.gold_quote else []

    @property
    def quotes(self) -> list[tuple[str, str]]:
        return [(self.doc, quote) for quote in self.gold_texts]


Item = QuestionItem | CalculationItem


@dataclass(frozen=True, slots=True)
class Dataset:
    """One file of items. `name` is `<split>/<file>`, as in `seen/qa`; `digest` names its content."""

    split: str
    file: str
    path: Path
    items: tuple[Item, ...]
    digest: str

    @property
    def name(self) -> str:
        return f"{self.split}/{self.file}"

    def key(self, item: Item) -> str:
        """What the item is called in every output file, the same in every run."""
        return f"{self.name}/{item.id}"


def read_dataset(path: Path, split: str | None = None) -> Dataset:
    """One JSONL file.

    Raises:
        DatasetInvalid: the file cannot be read or is empty, an item breaks the schema, or an id stands twice.
    """
    items: list[Item] = []
    lines: dict[str, int] = {}
    shown = f"{path.parent.name}/{path.name}"
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DatasetInvalid(f"读不出数据集 {shown}：请检查路径和权限。", log=str(error)) from error
    for line in read_lines(iter(raw.splitlines(keepends=True))):  # type: ignore[arg-type]  # any lines of bytes will do
        if line.record is None:
            raise DatasetInvalid(f"{shown} 有误：{line.problem}")
        item = _item(line.record, f"{shown} 第{line.number}行")
        if item.id in lines:
            raise DatasetInvalid(f"{shown} 第{line.number}行：编号“{item.id}”重复（第{lines[item.id]}行已出现）。")
        lines[item.id] = line.number
        items.append(item)
    if not items:
        raise DatasetInvalid(f"数据集 {shown} 是空的。")
    digest = hashlib.sha256(raw).hexdigest()[:16]
    return Dataset(split or path.parent.name, path.stem, path, tuple(items), digest)


def _item(record: dict[str, Any], where: str) -> Item:
    schema = CalculationItem if "expected" in record else QuestionItem
    try:
        return schema.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "整条"
        raise DatasetInvalid(f"{where}：字段 {field} 不对，{first['msg']}。请改正后重试。", log=str(error)) from error


def load_datasets(files: Iterable[str] = (), splits: Iterable[str] = (), root: Path = DATASETS) -> Sequence[Dataset]:
    """The datasets under `root`, sorted by name; of these `files` (qa, calc, …) and `splits` only, none given: all.

    A `files` entry that ends in .jsonl is a path to a file of one's own.

    Raises:
        DatasetInvalid: see `read_dataset`; or nothing goes by these names.
    """
    wanted, only = list(files), set(splits)
    own = [read_dataset(Path(name)) for name in wanted if name.endswith(".jsonl")]
    names = {name for name in wanted if not name.endswith(".jsonl")}
    found = [
        path
        for path in sorted(root.glob("*/*.jsonl"))
        if path.stem not in NOT_QUESTIONS
        and (not only or path.parent.name in only)
        and (not names or path.stem in names)
    ]
    if wanted and not names:
        found = []
    if missing := (only - {p.parent.name for p in found}) | (names - {p.stem for p in found}):
        there = "、".join(
            f"{p.parent.name}/{p.stem}" for p in sorted(root.glob("*/*.jsonl")) if p.stem not in NOT_QUESTIONS
        )
        raise DatasetInvalid(f"没有名为“{'、'.join(sorted(missing))}”的数据集。现有：{there or '无'}。")
    return [*(read_dataset(path) for path in found), *own]
