"""Which stretch of a description speaks of which award."""

from __future__ import annotations

from datetime import date

from assistant.decide.profile import Profiles
from assistant.decide.stretches import stretches
from assistant.reading.told import told_of
from assistant.rulebook.load import load_rulebook
from index.text.sentences import sentence_spans
from index.vocabulary.lexicon import Mention

DAY = date(2026, 6, 30)
PROFILES = Profiles(load_rulebook())


def spoken(text: str, *names: str) -> dict[str, list[str]]:
    told = told_of(text, DAY)
    mentions = [Mention(name, "name", name, text.index(name), text.index(name) + len(name)) for name in names]
    found = stretches(told, mentions, sentence_spans(text))
    return {name: [text[a:b] for each in found[name] for a, b in each.narrow] for name in names}


def test_what_follows_a_name_tells_of_it_up_to_the_next_one():
    found = spoken("今年上了北交所，募资3亿元，又评上绿色工厂，省级的", "北交所", "绿色工厂")
    assert found["北交所"] == ["今年上了北交所", "募资3亿元"]
    assert found["绿色工厂"] == ["又评上绿色工厂", "省级的"]


def test_two_awards_of_one_segment_each_have_their_own_level():
    found = spoken("认定为国家级企业技术中心、省级制造业创新中心", "企业技术中心", "制造业创新中心")
    assert found["企业技术中心"] == ["认定为国家级企业技术中心、"]
    assert found["制造业创新中心"] == ["省级制造业创新中心"]


def test_levels_of_two_awards_in_one_sentence_are_not_mixed():
    text = "今年认定为国家级企业技术中心，新增认定为省级制造业创新中心，获得中国质量奖提名奖。"
    options = {m.title: m.calculation.option for m in PROFILES.match_text(text, "绍兴", DAY).matches if m.named}
    assert options["制造业创新中心"] == "省级"


def test_a_plan_earns_nothing():
    matches = PROFILES.match_text("今年通过了能源管理体系认证；小巨人明年才打算报。", "绍兴", DAY)
    assert [m.title for m in matches.of("applies")] == ["通过能源管理体系认证"]


def test_what_is_paid_for_each_thing_is_reckoned_for_each():
    text = "主导制定并发布1项行业标准，参与制修订2项国家标准。"
    amounts = [m.calculation.amount_yuan for m in PROFILES.match_text(text, "绍兴", DAY).of("applies")]
    assert amounts == ["200000", "200000"]
