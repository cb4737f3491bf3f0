"""Of several places the one that gives most is named first, as far as the sums can be held against each other."""

from datetime import date

import pytest

from assistant.answer import AskRequest


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("节水型企业奖励，长沙和绍兴比一比", "长沙更高。"),
        ("国家级小巨人，长沙和绍兴哪个给得多", "绍兴更高。"),  # a sum, above what the other gives at most
        ("国家级制造业单项冠军企业，长沙和绍兴哪个给得多", ""),  # the same figure, once at most
    ],
)
def test_which_gives_most(assistant, question, first):
    answer = assistant.answer(AskRequest(question=question, as_of=date(2026, 11, 22)))
    lead = answer.sentences[0]
    assert lead.text == first if first else lead.kind == "derivation"
