"""Drafts held against their clause: schema, inputs, provenance; each with examples computed from it."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from assistant.calculator.document import DocumentRules
from assistant.calculator.inputs import InputRegistry
from assistant.calculator.rule import RuleFile
from assistant.errors import RuleInvalid
from assistant.rulebook.crosscheck import check_file
from assistant.rulebook.draft.examples import examples
from assistant.rulebook.provenance import check_file as prove
from index.documents.library import Library


def holding(
    library: Library, file: dict[str, Any], registry: InputRegistry, wrong_ones: list[tuple[str, str]]
) -> dict[str, Any]:
    """The file with the rules that hold, each with examples; of the others (quote, what is wrong) to `wrong_ones`."""
    kept = []
    document = DocumentRules(document=file["clause"].partition("/")[0])
    for rule in file["rules"]:
        one = {**file, "rules": [{**rule, "cases": [{"in": {}, "out": "0元"}]}]}
        try:
            parsed = RuleFile.model_validate(one)
            wrong = check_file(parsed, document, registry, set()) or prove(library, parsed, parsed.rules)
            cases = [] if wrong else examples(parsed, registry, document)
        except (ValidationError, ValueError) as error:
            wrong, cases = [str(error).splitlines()[0]], []
        if wrong or not cases:
            wrong_ones.append((rule["quote"], (wrong or ["没有可算的例子"])[0]))
            continue
        kept.append({**rule, "cases": cases})
    return {**file, "rules": kept}


def proved(library: Library, file: dict[str, Any], registry: InputRegistry) -> dict[str, Any]:
    """The only rule of a file, held against the clause, with examples computed from it.

    Raises:
        RuleInvalid: the clause does not say it, or nothing can be computed.
        ValidationError: it is no rule.
    """
    parsed = RuleFile.model_validate(file)
    document = DocumentRules(document=parsed.document_id)
    wrong = check_file(parsed, document, registry, set()) or prove(library, parsed, parsed.rules)
    cases = [] if wrong else examples(parsed, registry, document)
    if wrong or not cases:
        raise RuleInvalid("；".join(wrong) or "按这样写算不出一个例子，请检查输入和数字。")
    (rule,) = file["rules"]
    return {**rule, "cases": cases}
