"""What a stretch tells, by example: the head rests on its files, and hears sentences that stand in none of them."""

import numpy as np
import pytest

from assistant.reading.statements import _head as kept
from assistant.reading.statements import examples, kind_of, trained


def test_the_kept_head_is_the_one_its_examples_train():
    fresh = trained()
    assert kept().names == fresh.names == tuple(examples())
    np.testing.assert_allclose(kept().weights, fresh.weights, atol=1e-4)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("开年那会儿就已经给我们拨过四十来万了", "received"),
        ("这种奖我们从来没有伸手要过一分", "never_received"),
        ("验收到现在都没通过", "not_achieved"),
        ("材料还在省厅排队等着评", "planned"),
        ("今年被省里评为绿色工厂", "achieved"),
        ("老板娘是温州嫁过来的", "background"),
        ("其中有一百多万是进项税", "excluded_part"),
        ("刚才讲错了应该是九百万", "corrected"),
        ("隔壁厂讲说能补二十万", "hearsay"),
        ("到底能补我们多少钱", "ask"),
    ],
)
def test_sentences_of_no_file_are_heard(said, kind):
    assert all(said not in lines for lines in examples().values())
    assert kind_of(said) == kind


@pytest.mark.parametrize("text", ["", "嗯", "😀", "1", " ", "\x00"])
def test_nothing_tells_nothing(text):
    assert kind_of(text) == ""
