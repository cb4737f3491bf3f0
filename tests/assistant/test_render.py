from assistant import render
from assistant.drafting.draft import DraftSentence


def claim(text, *cites, **more):
    return DraftSentence(text, "claim", tuple(cites), **more)


def test_fragments_joined_are_the_answer():
    sentences = [
        claim("奖励50万元。", 1),
        DraftSentence("征求意见稿。", "status"),
        claim("1. 数字化车间：80万元（第三条）。", 2),
    ]
    page = render.Markdown()
    fragments = [page.add(sentence) for sentence in sentences]
    assert "".join(fragments) == page.text() == render.markdown(sentences)


def test_citation_marks_follow_the_sentence_and_status_is_set_apart():
    assert render.markdown([claim("奖励50万元。", 1, 3)]) == "奖励50万元。[1][3]"
    assert render.markdown([DraftSentence("这是征求意见稿。", "status")]) == "> 这是征求意见稿。"


def test_text_cannot_become_markup():
    hostile = "<img src=x> **粗** [点我](http://x) | 列"
    rendered = render.markdown([claim(hostile)])
    assert "<img" not in rendered.replace("\\<", "")
    assert "**" not in rendered.replace("\\*", "")
    assert "](" not in rendered.replace("\\]", "")


def test_the_script_keeps_whole_sentences_and_the_claims_first():
    long_note = DraftSentence("口径说明" * 40, "status")
    text = render.script([long_note, claim("绍兴奖励150万元", 1), DraftSentence("您在哪个城市？", "question")])
    assert text == "绍兴奖励150万元。您在哪个城市？"
    assert len(text) <= render.SCRIPT_CHARACTERS
    assert "[1]" not in text


def test_one_long_claim_is_read_whole():
    text = "条件" * 100 + "。"
    assert render.script([claim(text)]) == text


def test_what_the_result_has_said_is_not_read_again_as_a_clause():
    result = DraftSentence("绍兴：智能工厂，可得50万元。", "derivation", (1,), "绍兴", "c1")
    read = render.script([result, claim("当年新增认定为省级智能工厂的，奖励50万元。", 1)])
    assert read == "绍兴：智能工厂，可得50万元。"
