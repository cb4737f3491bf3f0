import pytest

from assistant.claims.compare import compare, hold

POSTS = "对经认定的建设3个及以上智能工位的企业，一次性给予不超过15万元奖励。"
TRIALS = "鼓励有条件的园区开展制造业高质量发展改革试验。"


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (POSTS, "不能，智能工位少于3个的企业不享受这项一次性奖励。"),
        (POSTS, "建设智能工位不满3个的企业，拿不到这项奖励。"),
        (POSTS, "智能工位没到3个的企业，没有这笔不超过15万元的奖励。"),
        (POSTS, "没有，智能工位不到3个的企业享受不了这项一次性奖励。"),
        (TRIALS, "不是必须，是鼓励有条件的园区开展改革试验。"),
    ],
)
def test_the_same_the_other_way_round_passes(clause, said):
    assert compare(said, hold([clause])) is None


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (POSTS, "智能工位少于3个的企业享受这项一次性奖励。"),
        (POSTS, "智能工位超过3个的企业不享受这项一次性奖励。"),
        (POSTS, "智能工位满3个的企业享受不了这项一次性奖励。"),
        (POSTS, "智能工位少于5个的企业不享受这项一次性奖励。"),
        ("园区应当开展制造业高质量发展改革试验。", "不是必须，园区开展制造业高质量发展改革试验。"),
    ],
)
def test_another_threshold_or_side_does_not(clause, said):
    assert compare(said, hold([clause])) is not None
