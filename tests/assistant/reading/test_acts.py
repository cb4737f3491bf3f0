"""Acts by example: what is near the examples is told, what only tells is no question, the head is the same again."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.reading.acts import Acts, examples, masked
from assistant.reading.intents import check_safety, find_intents


@pytest.fixture(scope="module")
def acts(searcher, tmp_path_factory) -> Acts:
    return Acts(searcher.embed, "bundled", tmp_path_factory.mktemp("acts"))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("外国公司投的也给吗", "eligibility"),
        ("能一块儿领两份不", "stacking"),
        ("得去找哪个衙门", "bureau"),
        ("拢共得多少", "total"),
        ("我刚刚都问了些啥", "asked_before"),
        ("这份东西大意是啥", "summary"),
    ],
)
def test_a_new_wording_lies_near_its_examples(acts, text, act):
    assert act in [name for name, _ in acts.ranked(text)[:2]]


@pytest.mark.parametrize("text", ["没有受过任何处罚", "去年产值十二亿", "厂子在本地开了八年", "我们主要生产轴承"])
def test_what_is_told_is_no_question(acts, text):
    assert acts.of(text) in ("statement", "")


def test_a_statement_about_penalties_asks_after_none(acts):
    assert "penalty" in find_intents("没有处罚记录，今年认定了小巨人。能拿多少？")
    assert "penalty" not in find_intents("没有处罚记录，今年认定了小巨人。能拿多少？", acts)


def test_favours_are_refused_by_example(acts):
    assert check_safety("找熟人打点一下，把认定搞到手", names_policy=True, acts=acts).refusal == "fraud"
    assert check_safety("绍兴的认定找哪个部门", names_policy=True, acts=acts).refusal is None


def test_places_and_awards_do_not_count():
    assert masked("绍兴小巨人奖多少") == masked("长沙单项冠军奖多少")


def test_vectors_are_kept_and_read_again(searcher, tmp_path):
    asked: list[str] = []

    def embed(text: str):
        asked.append(text)
        return searcher.embed(text)

    first = Acts(embed, "bundled", tmp_path).ranked("奖多少")
    many, _ = len(asked), asked.clear()
    again = Acts(embed, "bundled", tmp_path).ranked("奖多少")
    assert again == first
    assert len(asked) == 1 < many


def test_half_a_file_is_computed_again(searcher, tmp_path):
    Acts(searcher.embed, "bundled", tmp_path).ranked("奖多少")
    (kept,) = tmp_path.glob("*.npy")
    whole = kept.read_bytes()
    kept.write_bytes(whole[:100])
    Acts(searcher.embed, "bundled", tmp_path).ranked("奖多少")
    assert np.allclose(np.load(kept).shape, np.load(tmp_path / kept.name).shape)
    assert kept.read_bytes() == whole


def test_every_act_has_enough_examples_and_none_stands_twice():
    lines = [line for each in examples().values() for line in each]
    assert min(len(each) for each in examples().values()) >= 10
    assert len(set(lines)) >= len(lines) - 4
