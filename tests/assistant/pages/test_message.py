"""An answer as the chat sets it: nothing lost, nothing added, the answer itself on top."""

import re
from datetime import date

import pytest

from assistant.answer import AskRequest, Citation, Headline
from assistant.pages.message import Line, Table, excerpt, message
from assistant.pages.pasting import with_sources

AS_OF = date(2026, 11, 22)


def ask(assistant, question):
    return assistant.answer(AskRequest(question=question, as_of=AS_OF))


def plain(text):
    return re.sub(r"\W", "", text)


def shown(set_):
    """Every sentence that the message shows, one string."""
    parts = [line.text for line in (*set_.lead, *set_.standing)]
    for block in set_.blocks:
        parts += [block.text] if isinstance(block, Line) else [cell for row in block.rows for cell, _ in row]
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
    # A row is a sentence with a colon between its cells.
    text = shown(set_).replace("：", "")
    asked = set_.ask.question if set_.ask else ""
    for sentence in answer.sentences:
        beside = any(plain(sentence.text).endswith(plain(c.quote)) for c in answer.citations)
        assert sentence.text.replace("：", "") in text or beside
    assert len(text) <= sum(len(sentence.text) for sentence in answer.sentences) + len(asked)


def test_under_a_sum_its_clause_is_read_once_and_a_question_about_it_still_gets_it(assistant):
    paid = message(ask(assistant, "绍兴设备投资800万元补多少"), assistant.rulebook)
    quotes = [plain(citation.quote) for citation in paid.answer.citations]
    assert not any(
        plain(block.text).endswith(quote) for block in paid.blocks for quote in quotes if isinstance(block, Line)
    )
    told = message(ask(assistant, "绍兴第（八）条有什么规定"), assistant.rulebook)
    assert told.lead or told.blocks


def test_a_table_keeps_its_cells_and_each_row_its_marks(assistant):
    set_ = message(ask(assistant, "节水型企业奖励，长沙和绍兴比一比"), assistant.rulebook)
    (table,) = [block for block in set_.blocks if isinstance(block, Table)]
    assert table.header[0]
    assert [row[0][0] for row in table.rows] == ["长沙", "绍兴"]
    assert all(row[-1][1] for row in table.rows)
    assert not any("\\" in cell for row in table.rows for cell, _ in row)


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
    assert first.text not in [block.text for block in set_.blocks if isinstance(block, Line)]


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
