from dataclasses import replace

from assistant.claims.held import hold

CLAUSE = "县级以上人民代表大会常务委员会应当加强监督。产业园区由协会管理。"


def left(said, content):
    held = replace(hold([CLAUSE]), content=content)
    return [each.word for each in held.leftover(said, [CLAUSE.partition("。")[0]])]


def test_content_words_have_to_stand_in_the_clause_unless_they_are_left_to_others():
    assert "抓紧" in left("应当抓紧监督", content=True)
    assert left("应当抓紧监督", content=False) == []


def test_bodies_denials_and_what_the_clause_says_of_something_else_always_have_to():
    assert left("县级以上人民政府应当加强监督", content=False)
    assert left("无需监督", content=False)
    assert "产业" in left("产业监督", content=False)
