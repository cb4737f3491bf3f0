"""The error trees: drawn in the module's docstring, and every one speaks Chinese with a machine's code."""

import inspect

import pytest

import assistant.errors
import index.errors


@pytest.mark.parametrize(
    ("module", "base"),
    [(assistant.errors, assistant.errors.AssistantFailure), (index.errors, index.errors.IndexFailure)],
)
def test_the_tree_drawn_is_the_tree_there_is(module, base):
    classes = [c for _, c in inspect.getmembers(module, inspect.isclass) if issubclass(c, Exception)]
    assert base in classes
    for each in classes:
        assert issubclass(each, base)
        assert each.__name__ in module.__doc__
    assert len({each.code for each in classes}) == len(classes)


def test_person_and_log_each_get_their_own_words():
    error = index.errors.IndexMissing("还没有索引。", log="no current version")
    assert (str(error), error.log) == ("还没有索引。", "no current version")
