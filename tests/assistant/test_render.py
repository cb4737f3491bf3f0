from assistant import render
from assistant.drafting.draft import DraftSentence, Row


def claim(text, *cites, **more):
    return DraftSentence(text, "claim", tuple(cites), **more)


def test_fragments_joined_are_the_answer():
    sentences = [
        claim("奖励50万元。", 1),
        DraftSentence("征求意见稿。", "status"),
        claim("行", 2, row=Row(("城市",), ("长沙",))),
    ]
    page = render.Markdown()
    fragments = [page.add(sentence) for sentence in sentences]
    assert "".join(fragments) == page.text() == render.markdown(sentences)


def test_citation_marks_follow_the_sentence_and_status_is_set_apart():
    assert render.markdown([claim("奖励50万元。", 1, 3)]) == "奖励50万元。[1][3]"
    assert render.markdown([DraftSentence("这是征求意见稿。", "status")]) == "> 这是征求意见稿。"


def test_rows_of_one_table_share_one_header():
    header = ("城市", "奖励")
    rows = [claim("a", 1, row=Row(header, ("长沙", "30万元"))), claim("b", 2, row=Row(header, ("绍兴", "50万元")))]
    assert render.markdown(rows) == "| 城市 | 奖励 |\n| --- | --- |\n| 长沙 | 30万元[1] |\n| 绍兴 | 50万元[2] |"


def test_a_new_header_starts_a_new_table():
    rows = [claim("a", row=Row(("甲",), ("1",))), claim("b", row=Row(("乙",), ("2",)))]
    assert render.markdown(rows).count("| --- |") == 2


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
