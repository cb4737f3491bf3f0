from eval.highlight import pieces, place

TEXT = "（一）对“小巨人”企业，奖励 50 万元；其余企业不奖。"


def test_a_quote_is_found_whatever_its_punctuation():
    start, end = place(TEXT, "对小巨人企业奖励50万元")
    assert TEXT[start:end] == "对“小巨人”企业，奖励 50 万元"


def test_a_longest_run_of_sixty_percent_is_enough_and_less_is_not():
    start, end = place(TEXT, "奖励50万元；其余企业另议")
    assert TEXT[start:end] == "奖励 50 万元；其余企业"
    assert place(TEXT, "奖励50万元，别的一概没有") is None
    assert place(TEXT, "。") is None


def test_pieces_join_to_the_text_and_show_both_marks():
    cited = (TEXT.index("奖励"), TEXT.index("；"))
    cut = pieces(TEXT, ["小巨人企业奖励50万元"], cited)
    assert "".join(text for text, _ in cut) == TEXT
    assert ("奖励 50 万元", "cited gold") in cut
    assert pieces(TEXT, [], (0, 0)) == [(TEXT, "")]
