"""Drafts of the project's own texts against its hand-made rules: how many are found, how few are wrong."""

from assistant.calculator.rule import RuleFile
from assistant.rulebook.draft.compare import compare
from assistant.rulebook.draft.document import draft
from assistant.rulebook.load import load_rulebook


def test_most_rules_are_found_and_hardly_one_is_wrong():
    book = load_rulebook()
    drafts = []
    for document_id in dict.fromkeys(rule.document_id for rule in book.rules.values()):
        for data in draft(book.library, document_id, book.inputs).files.values():
            file = RuleFile.model_validate(data)
            drafts += [(file, rule) for rule in file.rules]
    found = compare(book.library, [(rule.file, rule.rule) for rule in book.rules.values()], drafts)
    assert found.right.total() >= 0.7 * found.rules.total()
    assert found.good.total() >= 0.97 * found.drafted.total()


def test_a_cap_too_few_is_wrong():
    book = load_rulebook()
    rule = book.rules["shaoxing-2025/（二十）:obsolete-capacity"]
    bare = rule.rule.model_copy(update={"limits": ()})
    found = compare(book.library, [(rule.file, rule.rule)], [(rule.file, bare)])
    assert (found.right.total(), found.good.total()) == (0, 0)
