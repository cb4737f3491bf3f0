"""An answer as the chat sets it: nothing lost, nothing added, the answer itself on top."""

import re
from datetime import date

import pytest

from assistant.answer import AskRequest, Citation, Headline
from assistant.drafting import phrases
from assistant.pages.message import BADGE, excerpt, message
from assistant.pages.pasting import with_sources

AS_OF = date(2026, 11, 22)
PROFILE = "我们是长沙生物医药企业。今年有一个产品新过了美国FDA，还拿了一张三类器械注册证，在长沙当年就投产卖了。没做过一致性评价。能享受些啥？"


def ask(assistant, question):
    return assistant.answer(AskRequest(question=question, as_of=AS_OF))


def plain(text):
    return re.sub(r"\W", "", text)


def shown(set_):
    """Every sentence that the message shows, one string."""
    parts = [line.text for line in (*set_.lead, *set_.blocks, *set_.standing)]
    for place in set_.compared.places if set_.compared else ():
        parts += [place.text, *place.more]
    return "".join(parts) + (set_.ask.question if set_.ask else "")


@pytest.mark.parametrize(
    "question",
    [
        "绍兴国家级专精特新小巨人奖励多少？", "节水型企业奖励，长沙和绍兴比一比", "绍兴设备投资能补多少",
        "评上节水型企业奖多少？", "北京有什么补贴", "长政办发〔2021〕12号还有效吗？",
    ],
)  # fmt: skip
def test_every_sentence_is_shown_once_and_none_is_added(assistant, question):
    answer = ask(assistant, question)
    set_ = message(answer, assistant.rulebook)
    text = shown(set_)
    asked = set_.ask.question if set_.ask else ""
    for sentence in answer.sentences:
        beside = any(plain(sentence.text).endswith(plain(c.quote)) for c in answer.citations)
        compared = set_.compared and sentence.text in set_.compared.said
        assert sentence.text in text or beside or compared
    places = sum(len(place.region) + 1 for place in set_.compared.places) if set_.compared else 0
    assert len(text) <= sum(len(sentence.text) for sentence in answer.sentences) + len(asked) + places


def test_under_a_sum_its_clause_is_read_once_and_a_question_about_it_still_gets_it(assistant):
    paid = message(ask(assistant, "绍兴设备投资800万元补多少"), assistant.rulebook)
    quotes = [plain(citation.quote) for citation in paid.answer.citations]
    assert not any(plain(block.text).endswith(quote) for block in paid.blocks for quote in quotes)
    told = message(ask(assistant, "绍兴第（八）条有什么规定"), assistant.rulebook)
    assert told.lead or told.blocks


def test_places_are_compared_line_by_line_the_most_first_and_nothing_is_said_beside_it(assistant):
    set_ = message(ask(assistant, "长沙、杭州、绍兴的国家级小巨人奖励哪个高？"), assistant.rulebook)
    lines = set_.compared.places
    assert [(place.region, place.amount, place.length) for place in lines] == [
        ("绍兴", "150万元", 100),
        ("杭州", "最高100万元", 67),
        ("长沙", "最高50万元", 33),
    ]
    assert [place.status for place in lines] == ["in_force", "draft_expired", "draft"]
    assert all(place.cites and place.text.startswith(place.region) for place in lines)
    assert "只补差额" in "".join(lines[0].more)
    assert [line.text for line in set_.lead] == ["绍兴最高。"]
    assert (set_.blocks, set_.ask) == ((), None)
    assert [line.kind for line in set_.standing] == [BADGE, BADGE, BADGE]


def test_how_it_is_worked_out_is_no_remark_of_a_comparison(assistant):
    set_ = message(ask(assistant, "绍兴和长沙技改设备投入1000万，哪边补得多？"), assistant.rulebook)
    said = "".join(text for place in set_.compared.places for text in (place.text, *place.more))
    assert "测算过程" not in said
    assert "1000万元×6%" in said


def test_a_place_without_such_an_award_keeps_its_row(assistant):
    answer = ask(assistant, "长沙、杭州和绍兴的节水型企业奖励比一比")
    places = {place.region: place for place in message(answer, assistant.rulebook).compared.places}
    assert set(places) == {"长沙", "杭州", "绍兴"}
    assert (places["杭州"].status, places["杭州"].cites) == (None, ())


def test_how_a_sum_is_worked_out_is_folded(assistant):
    set_ = message(ask(assistant, "绍兴设备投资800万元补多少？"), assistant.rulebook)
    folded = [block for block in set_.blocks if block.kind == "steps"]
    assert len(folded) == 1
    assert folded[0].text.startswith("测算过程：")
    assert "48万元" in set_.lead[0].text
    assert not any("48万元" in block.text for block in set_.blocks if block.kind != "steps")


def test_a_total_stands_on_top_and_its_amount_is_said_once(assistant):
    answer = ask(assistant, PROFILE)
    set_ = message(answer, assistant.rulebook)
    open_ = [line.text for line in (*set_.lead, *set_.blocks) if line.kind != "steps"]
    assert open_[0] == f"合计{phrases.amount(answer.total)}。"
    assert "".join(open_).count(phrases.amount(answer.total)) == 1


def test_a_profile_is_a_numbered_list_with_the_clause_of_each_line(assistant):
    items = [line for line in message(ask(assistant, PROFILE), assistant.rulebook).blocks if line.item]
    assert [line.text.partition(".")[0] for line in items] == ["1", "2"]
    assert all("条" in line.text and line.cites for line in items)


def test_a_standing_said_beside_the_figure_is_a_badge_and_else_a_sentence(assistant):
    paid = message(ask(assistant, "长沙智能工位奖多少"), assistant.rulebook)
    assert "（按征求意见稿）" in paid.lead[0].text
    assert [line.kind for line in paid.standing] == [BADGE]
    told = message(ask(assistant, "长沙若干政策附件4第5条讲什么"), assistant.rulebook)
    assert [line.kind for line in told.standing] == ["status"]
    assert "征求意见稿" in told.standing[0].text


def test_of_several_results_each_bears_its_own_remarks(assistant):
    lead = [line.text for line in message(ask(assistant, "国家级小巨人奖多少"), assistant.rulebook).lead]
    assert ["只补差额" in text for text in lead] == ["绍兴" in text for text in lead]


def test_one_place_is_no_comparison(assistant):
    assert message(ask(assistant, "绍兴国家级专精特新小巨人奖励多少？"), assistant.rulebook).compared is None


def test_a_headline_stands_on_top_and_is_not_said_again(assistant):
    answer = ask(assistant, "绍兴国家级专精特新小巨人奖励多少？")
    first = answer.sentences[0]
    headed = answer.model_copy(
        update={
            "headline": [
                Headline(act="amount", text=first.text, amount_yuan="1500000", semantics="exact", cites=first.cites)
            ]
        }
    )
    set_ = message(headed, assistant.rulebook)
    assert [line.text for line in set_.lead] == [first.text]
    assert first.text not in [block.text for block in set_.blocks]


def test_an_earlier_answer_asks_and_suggests_nothing(assistant):
    answer = ask(assistant, "绍兴设备投资能补多少")
    assert message(answer, assistant.rulebook).ask is not None
    earlier = message(answer, assistant.rulebook, newest=False)
    assert earlier.ask is None
    assert earlier.suggestions == ()


def test_after_a_refusal_there_is_something_to_go_on_with(assistant):
    refused = message(ask(assistant, "北京有什么补贴"), assistant.rulebook, otherwise=["那绍兴呢？"])
    assert refused.suggestions == ("那绍兴呢？",)
    answered = message(ask(assistant, "绍兴国家级专精特新小巨人奖励多少？"), assistant.rulebook, otherwise=["别的？"])
    assert "别的？" not in answered.suggestions


def cited(text, start, end):
    return Citation(
        n=1, role="support", clause_id="a/（一）", document_id="a", title="甲", locator="第（一）条", quote=text[start:end],
        text=text, quote_start=start, quote_end=end, source_spans=[], status="in_force",
    )  # fmt: skip


def test_of_a_long_clause_what_stands_near_is_shown():
    part = excerpt(cited("前" * 500 + "引文" + "后" * 500, 500, 502))
    assert part.folded
    assert part.quote == "引文"
    assert part.before.startswith("…前")
    assert part.after.endswith("后…")


def test_a_short_clause_is_shown_whole():
    part = excerpt(cited("（一）奖励50万元。另行规定。", 3, 10))
    assert not part.folded
    assert part.before + part.quote + part.after == "（一）奖励50万元。另行规定。"


def test_what_is_pasted_holds_the_answer_its_sources_and_the_day(assistant):
    answer = ask(assistant, "绍兴国家级专精特新小巨人奖励多少？")
    text = with_sources(answer)
    assert answer.sentences[0].text in text
    assert answer.citations[0].quote in text
    assert "（按 2026-11-22 的政策状态回答）" in text
