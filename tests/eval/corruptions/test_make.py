"""Every kind changes what it says and nothing else, is never the right answer again, and follows the seed."""

import random
from collections import Counter
from datetime import date

import pytest

from eval.corruptions.answers import MARK, Answer, read_answers
from eval.corruptions.bounds import clause_span
from eval.corruptions.figures import targets
from eval.corruptions.lists import words
from eval.corruptions.make import MAKERS, chinese, corruptions
from eval.corruptions.truth import Truth, value, values
from index.text.figures import scan

TRUTH = Truth.load()
ANSWERS = read_answers()
NUMBERS = ("figure", "unit", "x10", "other_clause", "other_level", "other_city")


def answer(text, *clauses, as_of=date(2026, 11, 22)):
    return Answer("t", "问", text, tuple(enumerate(clauses, 1)), as_of)


def made(kind, *arguments, **more):
    return list(MAKERS[kind](answer(*arguments, **more), TRUTH, random.Random(1)))


@pytest.fixture(scope="module")
def everything():
    return [c for kind in MAKERS for a in ANSWERS for c in MAKERS[kind](a, TRUTH, random.Random(f"{kind}{a.id}"))]


def test_the_same_seed_makes_the_same_and_another_seed_others():
    once, again, other = (corruptions(ANSWERS, TRUTH, 300, seed) for seed in (7, 7, 8))
    assert once == again
    assert once != other


def test_kinds_take_turns_and_nothing_is_made_twice():
    found = corruptions(ANSWERS, TRUTH, 450, 1)
    assert len(found) == 450
    assert {kind for kind, n in Counter(c.kind for c in found).items() if n >= 25} == set(MAKERS)
    assert len({(c.wrong.answer, c.wrong.cites) for c in found}) == 450


def test_asking_for_more_than_there_is_gives_what_there_is():
    assert len(corruptions(ANSWERS[:3], TRUTH, 10_000, 1)) < 10_000


def test_every_third_is_in_chinese_numerals():
    found = corruptions(ANSWERS, TRUTH, 600, 3)
    assert sum(c.form.endswith("+汉字") for c in found) > 120


def test_none_is_the_right_answer_again(everything):
    for corruption in everything:
        assert (corruption.wrong.answer, corruption.wrong.cites) != (corruption.right.answer, corruption.right.cites)
        assert corruption.wrong.as_of == corruption.right.as_of
        assert corruption.changed
        for text in corruption.changed:
            assert text in corruption.wrong.answer


def test_other_sentences_stay_as_they_were(everything):
    for corruption in everything:
        if corruption.kind in ("status", "citation"):
            continue
        before = [s.text for s in corruption.right.sentences]
        after = [s.text for s in corruption.wrong.sentences]
        assert len(before) == len(after)
        assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_a_changed_figure_is_one_figure_and_not_one_of_the_clause(everything):
    for corruption in everything:
        if corruption.kind not in NUMBERS or corruption.form in ("day", "document_number"):
            continue
        before, after = scan(corruption.right.answer), scan(corruption.wrong.answer)
        differ = [(a, b) for a, b in zip(before, after, strict=True) if value(a) != value(b)]
        assert len(differ) >= 1, corruption.what
        if corruption.kind in ("figure", "unit", "other_clause") or corruption.form == "any_award":
            (wrong,) = scan(corruption.what.split("→")[1])
            clauses = tuple(clause for _, clause in corruption.right.cites)
            sentence = next(
                s
                for s, t in zip(corruption.right.sentences, corruption.wrong.sentences, strict=True)
                if s.text != t.text
            )
            assert value(wrong) not in TRUTH.held(sentence.clauses), (corruption.what, clauses)


def test_a_times_ten_is_ten_times():
    assert {c.what for c in made("x10", "奖励50万元[1]。", "changsha-2023/6")} == {"50万元→500万元", "50万元→5万元"}


def test_a_denied_figure_is_not_touched():
    text = "不是500万元，绍兴国家级小巨人奖励150万元[1]。"
    for kind in ("figure", "unit", "x10", "pairing"):
        for corruption in made(kind, text, "shaoxing-2025/（十二）"):
            assert "不是500万元" in corruption.wrong.answer


def test_a_figure_no_clause_holds_is_not_touched():
    assert not made("figure", "三年行动计划奖励77万元[1]。", "changsha-2023/6")


def test_a_pair_changes_places():
    text = "国家级产业创新中心奖500万元，省级奖100万元[1]。"
    (corruption,) = made("pairing", text, "shaoxing-2025/（十四）")
    assert corruption.wrong.answer == "国家级产业创新中心奖100万元，省级奖500万元[1]。"
    assert not made("pairing", "两类企业分别奖50万元、50万元[1]。", "changsha-2023/6")


def test_a_figure_of_another_level_is_one_of_the_same_clause(everything):
    for corruption in everything:
        if corruption.kind == "other_level":
            (wrong,) = scan(corruption.what.split("→")[1])
            assert any(value(wrong) in TRUTH.values(clause) for _, clause in corruption.right.cites)


def test_a_figure_of_another_city_is_first_sought_in_the_same_award():
    found = made("other_city", "绍兴国家级专精特新“小巨人”奖励150万元[1]。", "shaoxing-2025/（十二）")
    assert [c.form for c in found] == ["same_award"]
    assert found[0].what in {"150万元→50万元", "150万元→100万元", "150万元→20万元"}


def test_units_change_by_their_table():
    whats = {c.what for c in made("unit", "对采购额按5‰奖励，年度不超过1000万元[1]。", "changsha-2023/附件3/3")}
    assert whats == {"5‰→5%", "1000万元→1000亿元", "1000万元→1000元"}


def test_days_and_document_numbers_change_too():
    (day,) = made("figure", "执行到2026年12月31日[1]。", "shaoxing-2025/八/（一）")
    assert day.form == "day"
    (number,) = made("figure", "绍政办发〔2024〕4号已废止[1]。", "shaoxing-2025/通知")
    assert number.form == "document_number"


def test_a_cap_is_dropped_with_its_part_of_the_sentence_or_denied():
    text = "按设备投资额的6%奖励，单个项目当年不超过1500万元[1]。"
    dropped, denied = made("cap", text, "shaoxing-2025/（八）")
    assert dropped.wrong.answer == "按设备投资额的6%奖励[1]。"
    assert any(said in denied.wrong.answer for said in words().unlimited)
    assert "1500万元" not in denied.wrong.answer


def test_a_cap_said_twice_is_not_dropped_once():
    text = "按设备投资额的6%奖励，单个项目当年不超过1500万元[1]。封顶数为1500万元[1]。"
    assert not [c for c in made("cap", text, "shaoxing-2025/（八）") if c.form == "dropped"]


def test_the_part_of_a_sentence_a_figure_stands_in():
    text = "按6%奖励，单个项目不超过1500万元；其余另定。"
    figure = scan(text)[1]
    assert text[slice(*clause_span(text, figure))] == "，单个项目不超过1500万元"


@pytest.mark.parametrize(
    ("text", "clause", "forms"),
    [
        ("国家级小巨人奖励最高不超过50万元[1]。", "changsha-2023/10", ["removed"]),
        ("国家级小巨人奖励150万元[1]。", "shaoxing-2025/（十二）", ["added"]),
        ("按采购额不超过10%补助，总额封顶200万元[1]。", "changsha-2023/21", ["removed", "removed"]),
        ("长沙认定的奖励50万元[1]。", "changsha-2023/10", []),  # a ceiling already said without its hedge
        ("最高80万元，不是固定数[1]。", "shaoxing-2025/（十二）", []),
        ("营业收入首次超过1亿元[1]。", "changsha-2023/附件1/2", []),  # a threshold is no award
    ],
)
def test_hedges_by_what_the_rule_says(text, clause, forms):
    assert [c.form for c in made("hedge", text, clause)] == forms


def test_a_citation_moves_where_nothing_of_the_sentence_stands(everything):
    for corruption in everything:
        if corruption.kind == "citation" and corruption.form == "moved":
            ((n, clause),) = set(corruption.wrong.cites) - set(corruption.right.cites)
            sentence = next(s for s in corruption.right.sentences if f"[{n}]" in s.text)
            assert not {value(f) for f in targets(sentence, TRUTH)} & TRUTH.values(clause)


def test_an_invented_mark_names_nothing():
    found = {c.form: c for c in made("citation", "奖励50万元[1]。", "changsha-2023/6")}
    assert found.keys() == {"moved", "invented", "removed"}
    (mark,) = MARK.findall(found["invented"].wrong.answer)
    assert int(mark) > 1
    assert not MARK.findall(found["removed"].wrong.answer)


@pytest.mark.parametrize(
    ("text", "clause", "as_of", "forms"),
    [
        ("奖励50万元[1]。此为征求意见稿。", "changsha-2023/6", date(2026, 11, 22), {"removed", "said_in_force", "no_draft"}),
        ("链主最高500万元[1]。征求意见稿，有效期已届满。", "hangzhou-2023/（二）", date(2026, 11, 22),
         {"removed", "said_in_force", "no_draft", "not_expired"}),
        ("打造5个千亿级园区[1]。计划已到期。", "changsha-plan-2021/二/（七）", date(2026, 11, 22),
         {"removed", "said_in_force", "not_expired"}),
        ("打造5个千亿级园区[1]。", "changsha-plan-2021/二/（七）", date(2023, 1, 1), {"said_expired"}),
        ("奖励150万元[1]。", "shaoxing-2025/（十二）", date(2026, 11, 22), {"said_expired"}),
    ],
)  # fmt: skip
def test_standing_by_what_holds_on_the_day(text, clause, as_of, forms):
    found = made("status", text, clause, as_of=as_of)
    assert {c.form for c in found} == forms
    for corruption in found:
        if corruption.form in ("removed", "said_in_force"):
            assert "征求意见稿" not in corruption.wrong.answer


@pytest.mark.parametrize(
    ("text", "clause", "wrong"),
    [
        ("同一企业不重复享受[1]。", "changsha-2023/结语", "同一企业可以重复享受[1]。"),
        ("严重失信企业不予享受[1]。", "shaoxing-2025/八/（四）", "严重失信企业可以享受[1]。"),
        ("政策应当征求企业意见[1]。", "hunan-regulation-2022/第二十三条", "政策无需征求企业意见[1]。"),
        ("原办法不再施行[1]。", "changsha-2023/结语", "原办法继续施行[1]。"),
    ],
)
def test_yes_becomes_no(text, clause, wrong):
    assert wrong in {c.wrong.answer for c in made("polarity", text, clause)}


def test_the_first_word_of_a_polarity_pair_never_matches_its_own_negation():
    for corruption in (c for a in ANSWERS for c in MAKERS["polarity"](a, TRUTH, random.Random(1))):
        assert "不不" not in corruption.wrong.answer
        assert "不应当" not in corruption.right.answer


def test_a_level_changes_only_where_the_figure_is_not_the_other_levels_too():
    text = "国家级工业设计中心奖100万元，省级20万元[1]。"
    found = {c.wrong.answer for c in made("level", text, "shaoxing-2025/（二十一）")}
    assert "省级工业设计中心奖100万元，省级20万元[1]。" in found
    same = "市级智能制造示范工厂奖50万元[1]。"
    assert {c.what for c in made("level", same, "changsha-2023/18")} <= {"市级→国家级", "市级→省级"}
    assert not made("level", "省级及以上企业管理标杆企业奖50万元[1]。", "shaoxing-2025/（十二）")


def test_a_city_is_replaced_where_it_is_named_and_put_in_front_where_not():
    (replaced,) = made("city", "绍兴奖励150万元[1]。", "shaoxing-2025/（十二）")
    assert replaced.wrong.answer in ("长沙奖励150万元[1]。", "杭州奖励150万元[1]。")
    (added,) = made("city", "国家级小巨人奖励150万元[1]。", "shaoxing-2025/（十二）")
    assert added.wrong.answer in ("长沙：国家级小巨人奖励150万元[1]。", "杭州：国家级小巨人奖励150万元[1]。")
    assert not made("city", "省人民政府应当组建专家咨询委员会[1]。", "hunan-regulation-2022/第二十一条")


def test_a_dropped_condition_leaves_the_award():
    text = "工程机械企业，上年度出口额不低于1000万元的，每增长5%奖励10万元[1]。"
    (corruption,) = made("condition_dropped", text, "changsha-2023/附件1/3")
    assert corruption.wrong.answer == "工程机械企业，每增长5%奖励10万元[1]。"


def test_chinese_numerals_keep_the_corruption():
    (corruption, _) = made("x10", "奖励50万元[1]。", "changsha-2023/6")
    other = chinese(corruption)
    assert other.wrong.answer == "奖励五百万元[1]。"
    assert values(other.wrong.answer) == values(corruption.wrong.answer)
    assert chinese(made("city", "省人民政府没有数字的一句话[1]。", "shaoxing-2025/八/（六）")[0]) is None
