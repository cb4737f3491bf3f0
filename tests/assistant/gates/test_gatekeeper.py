"""What leaves the gates: the sentence, the clause's own words, or nothing; never something unsupported."""

from assistant.drafting.draft import DraftSentence

CHAMPION = "shaoxing-2025/（十二）"


def claim(text, cites=(1,), region="绍兴"):
    return DraftSentence(text, "claim", cites, region, by_model=True)


def test_a_right_sentence_leaves_unchanged(turn_on):
    sentence = claim("绍兴：当年认定为国家级专精特新“小巨人”企业的，一次性奖励150万元。")
    released = turn_on(CHAMPION).release(sentence)
    assert released.sentence == sentence
    assert released.warning is None


def test_a_wrong_one_is_replaced_by_the_clause_and_told(turn_on):
    released = turn_on("changsha-2023/15").release(claim("长沙：市级首台（套）产品奖励100万元。", region="长沙"))
    assert released.warning is not None
    assert released.warning.code == "claim"
    assert released.sentence is not None
    assert released.sentence.replaced
    assert "最高不超过100万元" in released.sentence.text


def test_what_cites_nothing_of_this_turn_is_dropped(turn_on):
    released = turn_on(CHAMPION).release(claim("国家级小巨人企业奖励150万元。", cites=(7,)))
    assert released.sentence is None
    assert released.warning is not None
    assert released.warning.code == "citation"


def test_the_decision_rests_on_what_came_before_alone(turn_on):
    sentences = [
        claim("绍兴国家级单项冠军企业奖励200万元。"),
        claim("绍兴国家级小巨人企业奖励1500万元。"),
        claim("绍兴省级专精特新中小企业奖励10万元。"),
    ]
    turn = turn_on(CHAMPION)
    together = [turn.release(sentence) for sentence in sentences]
    for k in range(len(sentences)):
        turn = turn_on(CHAMPION)
        assert [turn.release(sentence) for sentence in sentences[: k + 1]] == together[: k + 1]


def test_the_standing_of_every_document_in_use_is_owed_until_it_is_said(turn_on):
    turn = turn_on("changsha-2023/15")
    turn.release(claim("长沙：对市级首台（套）重大技术装备产品给予最高不超过100万元奖励。", region="长沙"))
    (owed,) = turn.standing()
    assert "征求意见稿" in owed.text
    assert turn.release(owed).sentence == owed
    assert turn.standing() == []


def test_what_our_own_code_says_is_not_read_again_and_still_cites_what_is_there(turn_on):
    own = DraftSentence("绍兴：这一项在本市最受欢迎。", "claim", (1,), "绍兴")
    assert turn_on(CHAMPION).release(own).sentence == own
    assert turn_on(CHAMPION).release(claim(own.text)).sentence != own
    assert turn_on(CHAMPION).release(DraftSentence("绍兴：如此。", "claim", (7,), "绍兴")).sentence is None
