"""What the cited clauses hold: their text, their figures, and the atoms of their rules."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from assistant.calculator.listing import Atom
from assistant.rulebook.load import Rulebook, load_rulebook
from index.documents.library import Library
from index.text.figures import Figure, scan
from index.text.ngrams import tokens

# What makes two figures the same: 5‰ is 0.5 %, 1,500,000元 is 150万元.
Value = tuple[str, Fraction, Fraction | None]

_KINDS = {"permille": "percent"}


def value(figure: Figure) -> Value:
    """Kind, value and, of a range or ratio, the other end."""
    kind = _KINDS.get(figure.kind, figure.kind)
    return (f"{kind}:{figure.unit}" if kind == "quantity" else kind, figure.value, figure.low)


def values(text: str) -> set[Value]:
    """The figures of `text`; a range stands for itself and for its ends."""
    found: set[Value] = set()
    for figure in scan(text):
        found.add(value(figure))
        if figure.kind == "range" and figure.of:
            found |= {(figure.of, end, None) for end in (figure.low, figure.high) if end is not None}
    return found


@dataclass(frozen=True, slots=True)
class PricedAtom:
    """An atom with the value of its figure."""

    atom: Atom
    value: Value

    @property
    def sure(self) -> bool:
        """No 最高, 不超过, 以上 governs the figure."""
        return not self.atom.bound


class Truth:
    """Answers "is that in the texts?" for one library and its rules."""

    def __init__(self, library: Library, rulebook: Rulebook) -> None:
        self.library = library
        self.rulebook = rulebook
        self._texts: dict[str, str] = {}
        self._figures: dict[str, tuple[Figure, ...]] = {}
        self._tokens: dict[str, frozenset[str]] = {}
        self._values: dict[str, frozenset[Value]] = {}
        self._atoms: dict[str, tuple[PricedAtom, ...]] = {}

    @classmethod
    def load(cls) -> Truth:
        rulebook = load_rulebook()
        return cls(rulebook.library, rulebook)

    def text(self, clause_id: str) -> str:
        """The clause's own text, verbatim. Raises UnknownClause."""
        if clause_id not in self._texts:
            clause = self.library.clause(clause_id)
            source = self.library.documents[clause.document_id].source
            self._texts[clause_id] = "".join(source[start:end] for start, end in clause.own_spans)
        return self._texts[clause_id]

    def figures(self, clause_id: str) -> tuple[Figure, ...]:
        """The figures of the clause, in order; offsets are those of its text."""
        if clause_id not in self._figures:
            self._figures[clause_id] = tuple(scan(self.text(clause_id)))
        return self._figures[clause_id]

    def tokens(self, clause_id: str) -> frozenset[str]:
        """Its characters, pairs of characters and whole words."""
        if clause_id not in self._tokens:
            self._tokens[clause_id] = frozenset(tokens(self.text(clause_id)))
        return self._tokens[clause_id]

    def values(self, clause_id: str) -> frozenset[Value]:
        if clause_id not in self._values:
            self._values[clause_id] = frozenset(values(self.text(clause_id)))
        return self._values[clause_id]

    def held(self, clauses: tuple[str, ...]) -> frozenset[Value]:
        """Every figure of these clauses."""
        return frozenset().union(*(self.values(clause) for clause in clauses))

    def atoms(self, clauses: tuple[str, ...]) -> tuple[PricedAtom, ...]:
        return tuple(priced for clause in clauses for priced in self._clause_atoms(clause))

    def _clause_atoms(self, clause_id: str) -> tuple[PricedAtom, ...]:
        if clause_id not in self._atoms:
            found = []
            for rule in self.rulebook.of_clause(clause_id):
                for atom in rule.atoms:
                    figures = scan(atom.figure)
                    if figures:
                        found.append(PricedAtom(atom, value(figures[0])))
            self._atoms[clause_id] = tuple(found)
        return self._atoms[clause_id]

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """Ids of every clause that can be cited, in reading order."""
        return tuple(
            clause.id
            for document in self.library.documents.values()
            for clause in document.clauses
            if clause.searchable and len(self.text(clause.id)) > 20
        )

    def region(self, clause_id: str) -> str:
        return self.library.documents[clause_id.partition("/")[0]].region
