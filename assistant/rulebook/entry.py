"""One rule where it stands: with its file, its document's rules and the inputs it may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from assistant.calculator.conditions import Model
from assistant.calculator.document import DocumentRules
from assistant.calculator.inputs import InputRegistry
from assistant.calculator.listing import Atom, atoms, rule_inputs
from assistant.calculator.rule import Rule, RuleFile


class ReadingSpec(Model):
    """A reading of an open text: what is open, what we chose, what else it could mean, and why."""

    question: str
    chosen: str
    alternatives: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True)
class BookRule:
    """A rule with the file and document it stands in.

    Attributes:
        drafted: by the program, and approved by nobody.
        beside: it lies beside a document that was added: its names are the clause's words only, and not every award
            of the document has a rule.
    """

    id: str
    rule: Rule
    file: RuleFile
    document: DocumentRules
    registry: InputRegistry
    drafted: bool = False
    beside: bool = False

    @property
    def clause_id(self) -> str:
        return self.file.clause

    @property
    def document_id(self) -> str:
        return self.file.document_id

    @cached_property
    def inputs(self) -> list[str]:
        """Ids it asks for, in order; a derived input is listed itself, its parts are accepted as well."""
        return rule_inputs(self.file, self.rule, self.document)

    @cached_property
    def accepted(self) -> frozenset[str]:
        """Every id `calculate` takes for this rule."""
        return frozenset(source for each in self.inputs for source in self.registry.sources(each))

    @cached_property
    def atoms(self) -> list[Atom]:
        return atoms(self.file, self.rule)
