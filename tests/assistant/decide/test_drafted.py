"""A sum of a drafted rule is not sure where the caller uses the words of a sentence that is in no rule."""

from datetime import UTC, date, datetime

import pytest

from assistant.decide.drafted import besides
from assistant.rulebook.draft.review import approve
from assistant.rulebook.load import load_inputs
from assistant.rulebook.served import served_rulebook
from index.documents.library import load_library

DAY = date(2026, 6, 1)
TEXT = """贵阳市支持算力产业发展若干政策
第一条　新建智算中心的，按照设备投资额的10%给予补助，最高8000万元。
第二条　在乡村振兴重点帮扶县实施的项目，按照第一条计算的补助金额上浮20%。
第三条　本政策所称设备投资额，不包括土地和二手设备。
第四条　本政策自2026年1月1日起施行，有效期至2028年12月31日。
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    root = tmp_path_factory.mktemp("corpus")
    (root / "guiyang-2026").mkdir()
    (root / "guiyang-2026" / "source.txt").write_text(TEXT, encoding="utf-8")
    approve(
        load_library(root), load_inputs(), "guiyang-2026/第一条:rate", who="甲", at=datetime(2026, 5, 1, tzinfo=UTC)
    )
    return served_rulebook(load_library(root))


def answered(book, said):
    rule = book.rules["guiyang-2026/第一条:rate"]
    (base,) = [name for name in rule.accepted if rule.registry.spec(name).label == "设备投资额"]
    _, found = book.evaluate(rule.id, {base: "5亿元"}, DAY)
    return found, besides(found, said, book)


@pytest.mark.parametrize("said", ["在乡村振兴重点帮扶县建智算中心，设备投资5亿", "设备投资5亿，里面有1亿是二手的"])
def test_what_no_rule_has_taken_in_makes_the_sum_unsure(book, said):
    sure, found = answered(book, said)
    assert sure.semantics == "exact"
    assert found.semantics == "conditional"
    assert found.amount_yuan is None
    assert found.amount_if_yuan == sure.amount_yuan
    assert found.amount_max_yuan is None  # what the sentence says may raise it


@pytest.mark.parametrize("said", ["新建智算中心，设备投资5亿补多少", "设备投资5亿，不含二手设备"])
def test_who_says_none_of_it_has_a_sure_sum(book, said):
    sure, found = answered(book, said)
    assert found is sure
