"""Every figure of the policy texts is claimed by an award or waived with a reason; the rest is the work list.

Counted: money, percentages, ratios and ranges everywhere; a quantity with its unit (天、家、个、年…) where its
sentence holds one of those; and whatever a rule claims or a waiver names beyond that.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, TypeAdapter, ValidationError

from assistant.calculator.conditions import Model
from assistant.errors import RuleInvalid
from assistant.rulebook.claims import Claim, find_claims, places, plain, tokens
from assistant.rulebook.load import RULEBOOK, Rulebook
from index.documents.model import Clause, PolicyDocument
from index.text import figures, strict_yaml

Category = Literal["target", "budget", "quota", "period", "reference", "restated", "wording"]
CATEGORIES: Final[dict[str, str]] = {
    "target": "目标",
    "budget": "财政安排",
    "quota": "名额",
    "period": "期限",
    "reference": "引用",
    "restated": "重述",
    "wording": "词语",
}
_MONEY_LIKE: Final = frozenset({"money", "percent", "permille", "points", "ratio", "range"})
_SENTENCE_END: Final = re.compile(r"[。；;\n]")


class Waiver(Model):
    """A figure that is no award, and why.

    Attributes:
        token: the figure as printed; quote: verbatim text that holds it, found once in the clause.
        category: target (planned result), budget (what the treasury sets aside), quota (how many are chosen),
            period, reference (part of another thing's name or rule), restated (said before), wording (no figure).
    """

    clause: str
    token: Annotated[str, Field(min_length=1)]
    quote: Annotated[str, Field(min_length=1)]
    category: Category
    reason: Annotated[str, Field(min_length=4)]


@dataclass(frozen=True, slots=True)
class OpenToken:
    """A figure nobody has claimed or waived."""

    clause_id: str
    token: str
    context: str


@dataclass(slots=True)
class DocumentCoverage:
    """Counts of one document; `problems` are waivers that fit nothing or name a claimed figure."""

    tokens: int = 0
    claimed: int = 0
    waived: Counter[str] = field(default_factory=Counter)
    open: list[OpenToken] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "tokens": self.tokens,
            "claimed": self.claimed,
            "waived": dict(sorted(self.waived.items())),
            "open": [{"clause_id": each.clause_id, "token": each.token, "context": each.context} for each in self.open],
        }


def coverage(book: Rulebook, root: Path = RULEBOOK) -> dict[str, DocumentCoverage]:
    """Document id → its coverage, for every document of the library."""
    return {
        document.id: _cover(book, document, load_waivers(document.id, root))
        for document in book.library.documents.values()
    }


def load_waivers(document_id: str, root: Path = RULEBOOK) -> list[Waiver]:
    """`rules/<document>/waivers.yaml`; empty when there is none.

    Raises:
        RuleInvalid, DataFileInvalid
    """
    path = root / "rules" / document_id / "waivers.yaml"
    if not path.exists():
        return []
    try:
        return TypeAdapter(list[Waiver]).validate_python(strict_yaml.load(path) or [])
    except ValidationError as error:
        raise RuleInvalid(
            f"{document_id}/waivers.yaml 有误：{error.errors()[0]['msg']}。请改正。", log=str(error)
        ) from error


def claimed_spans(book: Rulebook, document: PolicyDocument) -> set[tuple[int, int]]:
    """Places of the document's source that its rules and its document.yaml claim.

    A level that is itself a figure (DCMM 2级) is claimed by the option that carries it as its label.
    """
    spans: set[tuple[int, int]] = set()
    for entry in book.of_document(document.id):
        claims, _ = find_claims(document.source, book.library.clause(entry.clause_id), entry.file, entry.rule)
        for claim in claims:
            spans.add((claim.start, claim.end))
            spans |= {(begin + claim.start - claim.at, end + claim.start - claim.at) for begin, end in _levels(claim)}
    rules = book.documents.get(document.id)
    for funding in rules.funding if rules else ():
        clause = book.library.clause(funding.clause)
        for at in places(document.source[clause.start : clause.end], funding.quote):
            begin = clause.start + at
            spans |= {
                (begin + each.start, begin + each.end)
                for each in tokens(funding.quote)
                if plain(each.text) == plain(funding.split)
            }
    return spans


def _levels(claim: Claim) -> list[tuple[int, int]]:
    labels = {plain(label) for label in claim.atom.label}
    return [(each.start, each.end) for each in tokens(claim.quote) if _level(each) in labels]


def _level(figure: figures.Figure) -> str:
    """2级; in `2、3级` the unit of the first stands with the last."""
    written = plain(figure.text)
    return written if written.endswith(figure.unit) else written + figure.unit


def _cover(book: Rulebook, document: PolicyDocument, waivers: Iterable[Waiver]) -> DocumentCoverage:
    found = DocumentCoverage()
    claimed = claimed_spans(book, document)
    waived: dict[tuple[int, int], str] = {}
    for waiver in waivers:
        span = _waived_span(book, document, waiver)
        name = f"豁免 {waiver.clause}“{waiver.token}”"
        if span is None:
            found.problems.append(f"{name}：引文要是该条款里只出现一次的原文，并恰好含一处“{waiver.token}”")
        elif span in claimed:
            found.problems.append(f"{name}：这个数字已由规则使用，请删去豁免")
        elif span in waived:
            found.problems.append(f"{name}：写了两次")
        else:
            waived[span] = waiver.category
    required = {(figure.start, figure.end): figure for figure in _required(document.source)}
    for span in sorted(required.keys() | claimed | waived.keys()):
        found.tokens += 1
        if span in claimed:
            found.claimed += 1
        elif span in waived:
            found.waived[waived[span]] += 1
        else:
            found.open.append(_open(document, required[span]))
    return found


def _waived_span(book: Rulebook, document: PolicyDocument, waiver: Waiver) -> tuple[int, int] | None:
    if not book.library.has_clause(waiver.clause):
        return None
    clause = book.library.clause(waiver.clause)
    quote = waiver.quote.strip("\n")
    at = places(document.source[clause.start : clause.end], quote)
    if len(at) != 1:
        return None
    begin = clause.start + at[0]
    inside = [
        (figure.start, figure.end)
        for figure in _scan(document.source)
        if begin <= figure.start and figure.end <= begin + len(quote) and plain(figure.text) == plain(waiver.token)
    ]
    return inside[0] if len(inside) == 1 else None


@lru_cache(maxsize=16)
def _scan(source: str) -> tuple[figures.Figure, ...]:
    return tuple(figures.scan(source))


def _required(source: str) -> list[figures.Figure]:
    """The figures that must be claimed or waived."""
    ends = [match.start() for match in _SENTENCE_END.finditer(source)]
    scanned = _scan(source)

    def sentence(at: int) -> int:
        return bisect_left(ends, at)

    with_money = {sentence(figure.start) for figure in scanned if figure.kind in _MONEY_LIKE}
    return [figure for figure in scanned if figure.kind in _MONEY_LIKE or sentence(figure.start) in with_money]


def _open(document: PolicyDocument, figure: figures.Figure) -> OpenToken:
    context = document.source[max(0, figure.start - 20) : figure.end + 15].replace("\n", " ")
    return OpenToken(_clause_at(document, figure.start).id, figure.text, context)


def _clause_at(document: PolicyDocument, offset: int) -> Clause:
    """The innermost clause around an offset."""
    around = [clause for clause in document.clauses if clause.start <= offset < clause.end]
    return min(around, key=lambda clause: clause.end - clause.start, default=document.clauses[0])
