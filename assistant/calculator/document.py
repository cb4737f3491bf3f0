"""What holds for every rule of a document: exclusions, stacking default, who pays."""

from __future__ import annotations

from typing import Literal

from assistant.calculator.conditions import Conditions, InputId, Model
from assistant.calculator.kinds import Figure
from assistant.calculator.rule import Progress, Slug


class Quoted(Model):
    """A verbatim span of a clause of the document."""

    clause: str
    quote: str


class Exclusion(Quoted):
    """Who gets nothing: all of `when` known to hold, and `unless` known not to."""

    id: Slug
    text: str
    when: Conditions
    unless: Conditions = ()


class Stacking(Quoted):
    """The document's default between awards.

    `same_matter_once`: several clauses for the same matter are not paid twice (绍兴 附则（五）);
    `highest`: the same enterprise and project once, the highest standard (长沙 结语; 杭州 从优、就高、不重复).
    """

    default: Literal["same_matter_once", "highest"]
    text: str


class Funding(Quoted):
    """Who pays how much of it; never changes the amount. The last payer takes the remainder of rounding."""

    clauses: tuple[str, ...]
    input: InputId
    split: Figure
    payers: tuple[str, str]
    otherwise: str


class DocumentRules(Model):
    """`rules/<doc>/document.yaml`. Title, draft status and period are the corpus' own (`index/corpus/<doc>`).

    Attributes:
        progress: default for rules that do not say (绍兴 附则（五）: difference).
        event_exception: words of the clause that let an event outside the period count after all.
    """

    document: str
    progress: Progress = "full"
    event_exception: str = ""
    exclusions: tuple[Exclusion, ...] = ()
    stacking: Stacking | None = None
    funding: tuple[Funding, ...] = ()
    notes: tuple[str, ...] = ()

    def funding_of(self, clause_id: str) -> Funding | None:
        """The payer rule that covers a clause (a clause id or the annex above it)."""
        for funding in self.funding:
            if any(clause_id == clause or clause_id.startswith(f"{clause}/") for clause in funding.clauses):
                return funding
        return None
