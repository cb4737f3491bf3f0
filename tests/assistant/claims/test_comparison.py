import pytest

from assistant.claims.comparison import compared
from assistant.claims.held import hold

PRIZES = "当年获得中国质量奖提名奖、省政府质量管理创新奖的，分别奖励100万元、30万元。"
EARLY = "对重大制造业项目，提前180天以上开工的，奖励20万元；提前180天以上建成投产的，奖励40万元。"


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (PRIZES, "获得中国质量奖提名奖的奖100万元，比省政府质量管理创新奖多70万元。"),
        (EARLY, "提前建成投产的奖励是提前开工的两倍。"),
        (EARLY, "提前建成投产的奖励比提前开工的高。"),
    ],
)
def test_what_the_figures_bear_out_is_taken_out(clause, said):
    found, wrong = compared(said, hold([clause]))
    assert found
    assert wrong is None


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (PRIZES, "获得中国质量奖提名奖的奖100万元，比省政府质量管理创新奖多60万元。"),
        (EARLY, "提前建成投产的奖励是提前开工的三倍。"),
        (EARLY, "提前开工的奖励比提前建成投产的高。"),
    ],
)
def test_what_they_contradict_is_told(clause, said):
    found, wrong = compared(said, hold([clause]))
    assert found == []
    assert "按原文的数字" in wrong.reason


def test_what_is_not_of_the_clause_is_left_as_it_stands():
    assert compared("长沙的奖励比杭州的高。", hold([EARLY])) == ([], None)
