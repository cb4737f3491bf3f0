"""Places are compared one after the other; the next questions are at hand."""

from datetime import date

from assistant.answer import AskRequest


def ask(assistant, question):
    return assistant.answer(AskRequest(question=question, as_of=date(2026, 11, 22)))


def test_places_stand_side_by_side_and_each_rule_is_cited(assistant):
    answer = ask(assistant, "节水型企业奖励，长沙和绍兴对比一下")
    lines = [line for line in answer.answer.splitlines() if line.startswith(("长沙：", "绍兴："))]
    assert {line[:2] for line in lines} == {"长沙", "绍兴"}
    assert all("[" in line for line in lines)
    assert "|" not in answer.answer


def test_a_place_without_a_rule_is_said_to_have_none(assistant):
    answer = ask(assistant, "节水型企业奖励，杭州和绍兴对比一下")
    assert "杭州的文件" in answer.answer


def test_the_next_questions_name_the_other_cities(assistant):
    answer = ask(assistant, "绍兴国家级小巨人奖多少")
    assert 1 <= len(answer.follow_ups) <= 3
    assert not ask(assistant, "给我写首诗").follow_ups


def test_the_script_says_the_amount_and_the_standing(assistant):
    script = ask(assistant, "长沙国家级小巨人奖多少").script
    assert script.index("50万元") < script.index("是征求意见稿")
    assert "“" not in script
