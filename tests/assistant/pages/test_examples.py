"""What an empty talk offers is made of what is served, and every question offered is answered."""

from dataclasses import replace
from datetime import date

from assistant.answer import AskRequest
from assistant.pages.examples import Examples

AS_OF = date(2026, 11, 22)


def examples(assistant):
    return Examples(assistant.rulebook, assistant.searcher.library, AS_OF)


def test_four_intents_are_offered(assistant):
    assert [each.title for each in examples(assistant).intents()] == ["查金额", "测资格", "比城市", "查效力"]


def test_every_question_offered_is_answered_with_its_clause(assistant):
    for text in [*(each.question for each in examples(assistant).intents()), *examples(assistant).fragments()]:
        answer = assistant.answer(AskRequest(question=text, as_of=AS_OF))
        assert answer.status == "answered", text
        assert answer.citations, text


def test_the_amount_offered_is_computed(assistant):
    first = examples(assistant).intents()[0]
    answer = assistant.answer(AskRequest(question=first.question, as_of=AS_OF))
    assert answer.calculations[0].amount_yuan


def test_a_corpus_without_awards_offers_what_it_has(assistant):
    library = assistant.searcher.library
    bare = replace(assistant.rulebook, rules={})
    offered = Examples(bare, library, AS_OF)
    assert [each.title for each in offered.intents()] == ["查效力"]
    assert len(offered.fragments()) == 1


def test_one_city_alone_is_compared_with_nothing(assistant):
    book = assistant.rulebook
    one = replace(book, rules={key: rule for key, rule in book.rules.items() if book.region(rule) == "绍兴"})
    assert "比城市" not in [each.title for each in Examples(one, assistant.searcher.library, AS_OF).intents()]
