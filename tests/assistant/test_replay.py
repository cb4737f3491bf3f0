"""An old answer made again: the same, or what is not and why."""

from datetime import date

import pytest

from assistant.answer import AskRequest
from assistant.memory.store import Memory
from assistant.replay import replay

QUESTION = "绍兴国家级专精特新小巨人奖励多少？"
DAY, TODAY = date(2026, 11, 22), date(2026, 11, 28)


@pytest.fixture(scope="module")
def request_():
    return AskRequest(question=QUESTION, as_of=DAY, city="绍兴")


@pytest.fixture(scope="module")
def kept(assistant, request_):
    return assistant.answer(request_)


def changed(kept, **versions):
    return kept.model_copy(update={"versions": kept.versions.model_copy(update=versions)})


def test_nothing_changed(assistant, kept, request_):
    found = replay(assistant, kept, request_, TODAY)
    assert (found.same, found.reasons, found.then.differences) == (True, [], [])
    assert found.today.same


def test_what_changed_without_touching_the_answer_is_said(assistant, kept, request_):
    found = replay(assistant, changed(kept, rules="old", code="old"), request_, TODAY)
    assert found.same
    assert found.reasons == ["其间奖补规则、程序有更新，这个回答不受影响。"]


def test_time_changes_the_standing_and_not_the_past(assistant, kept, request_):
    found = replay(assistant, kept, request_, date(2028, 1, 1))
    assert found.same
    assert not found.today.same
    assert any(each.part == "document" and "到期" in each.now for each in found.today.differences)


def test_another_rule_gives_another_amount_and_is_named(assistant, kept, request_):
    calculation = kept.calculations[0].model_copy(update={"amount_yuan": "2000000"})
    old = changed(kept, rules="old").model_copy(update={"calculations": [calculation, *kept.calculations[1:]]})
    found = replay(assistant, old, request_, TODAY)
    assert not found.same
    (difference,) = found.then.differences
    assert (difference.part, "2000000" in difference.then, "1500000" in difference.now) == ("calculation", True, True)
    assert found.reasons == [f"奖补规则已更新：old → {kept.versions.rules}。"]


def test_a_text_that_changed_or_is_gone_is_named(assistant, kept, request_):
    first = kept.citations[0]
    for update, said in (
        ({"quote": "奖励777万元", "text": "奖励777万元"}, "的原文已改动。"),
        ({"clause_id": "shaoxing-2025/（九十九）"}, "不再收录。"),
    ):
        citations = [first.model_copy(update=update), *kept.citations[1:]]
        old = changed(kept, index="old").model_copy(update={"citations": citations})
        found = replay(assistant, old, request_, TODAY)
        assert not found.same
        assert found.reasons[0] == f"《{first.title}》{first.locator}{said}"


def test_a_difference_nothing_explains_is_reported(assistant, kept, request_):
    old = kept.model_copy(update={"status": "abstained"})
    assert "报告给开发者" in replay(assistant, old, request_, TODAY).reasons[0]


def test_a_models_words_are_not_compared(assistant, kept, request_):
    sentences = [kept.sentences[0].model_copy(update={"text": "换一种说法。"}), *kept.sentences[1:]]
    old = kept.model_copy(update={"drafted_by": "qwen3", "sentences": sentences})
    assert replay(assistant, old, request_, TODAY).same


def test_the_request_is_kept_or_put_together_again(assistant, tmp_path):
    memory = Memory(tmp_path / "memory.db")
    client = "a" * 32
    conversation = memory.start(client).id
    first = assistant.answer(AskRequest(question="杭州小巨人奖励多少？", as_of=DAY))
    memory.remember(client, first, conversation)
    request = AskRequest(question="那绍兴呢？", as_of=DAY, history=memory.history(client, conversation))
    second = assistant.answer(request)
    memory.remember(client, second, conversation)
    told = memory.asked(second.id)[0]
    assert (told.recorded, told.request.history) == (False, request.history)
    assert replay(assistant, told.answer, told.request, TODAY, recorded=False).same
    memory.remember(client, second.model_copy(update={"id": "again"}), request=request)
    told = memory.asked("again")[0]
    assert (told.recorded, told.request) == (True, request)
    assert memory.asked("nothing") == []
    memory.close()
