"""The clauses behind a refusal: the gate that bars the company, the period, the rule another clause sets.

An award's own quote does not say why nothing is due when the reason stands elsewhere (附则（四）D类, 第17条 等级).
"""

from __future__ import annotations

from assistant.answer import Calculation
from assistant.rulebook.load import BookRule, Rulebook
from index.documents.model import Span
from index.text.sentences import sentence_spans

Ground = tuple[str, Span]  # clause id, place in the document's source


def grounds(calculation: Calculation, rulebook: Rulebook) -> list[Ground]:
    """Where the text says why `calculation` is refused, outside the award's own clause; each place once."""
    if calculation.semantics != "not_eligible":
        return []
    rule = rulebook.rules[calculation.rule_id]
    found: dict[Ground, None] = {}
    for condition in calculation.conditions:
        if condition.met != "no":
            continue
        if condition.required == "不属于":
            found.update(dict.fromkeys(_exclusion(rule, condition.text, rulebook)))
        elif not condition.input:
            found.update(dict.fromkeys(_period(rule, condition.required, rulebook)))
        else:
            found.update(dict.fromkeys(_proof(rule, condition.input, rulebook)))
    return list(found)


def payers(calculation: Calculation, rulebook: Rulebook) -> list[Ground]:
    """Where the text says who pays which share of the award."""
    rule = rulebook.rules[calculation.rule_id]
    funding = rule.document.funding_of(rule.clause_id)
    return sentence_around(funding.clause, funding.quote, rulebook) if funding else []


def barred(calculation: Calculation) -> bool:
    """Whether a gate of the whole document refuses, so that the award's own sentence would only mislead."""
    return calculation.semantics == "not_eligible" and any(
        c.met == "no" and (c.required == "不属于" or not c.input) for c in calculation.conditions
    )


def only_period(calculation: Calculation) -> bool:
    """Whether nothing but the document's period bars the award: what the text gives is still worth knowing."""
    unmet = [c for c in calculation.conditions if c.met == "no"]
    return bool(unmet) and all(c.required != "不属于" and not c.input for c in unmet)


def _exclusion(rule: BookRule, text: str, rulebook: Rulebook) -> list[Ground]:
    return [
        place
        for exclusion in rule.document.exclusions
        if exclusion.text == text
        for place in sentence_around(exclusion.clause, exclusion.quote, rulebook)
    ]


def _period(rule: BookRule, required: str, rulebook: Rulebook) -> list[Ground]:
    """The sentences that give the document's own end; a heading that says 征求意见稿 gives none."""
    validity = rulebook.library.document(rule.document_id).validity
    dated = [(clause, quote) for clause, quote in validity.quotes if any(c.isdigit() for c in quote)]
    return [place for clause, quote in dated if quote in required for place in sentence_around(clause, quote, rulebook)]


def _proof(rule: BookRule, input_id: str, rulebook: Rulebook) -> list[Ground]:
    """The words the input stands for, when they are another clause's."""
    proof = rule.registry.spec(input_id).proof
    if not proof or proof in rule.rule.quote or proof in rule.file.shared.quote:
        return []
    for clause in rulebook.library.document(rule.document_id).clauses:
        if places := sentence_around(clause.id, proof, rulebook):
            return places
    return []


def sentence_around(clause_id: str, quote: str, rulebook: Rulebook) -> list[Ground]:
    """The whole sentence of the clause around `quote`."""
    clause = rulebook.library.clause(clause_id)
    source = rulebook.library.document(clause.document_id).source
    for start, end in clause.own_spans:
        at = source.find(quote, start, end)
        if at >= 0:
            first, last = at, at + len(quote)
            for a, b in sentence_spans(source[start:end]):
                if start + a < last and start + b > first:
                    first, last = min(first, start + a), max(last, start + b)
            return [(clause_id, (first, last))]
    return []
