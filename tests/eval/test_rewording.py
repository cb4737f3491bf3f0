import pytest

torch = pytest.importorskip("torch")

from assistant.gates.rewording import Head, keep, kept  # noqa: E402
from eval.rewording import Example, Net, area, batch_of, damaged, prepared  # noqa: E402

CLAUSE = "对企业引进的先进设备，经验收合格后，按投资额给予补助。"
CLEAN = Example("a", "引进先进设备的企业，验收合格了就按投资额补助。", (CLAUSE,), False)


def test_the_area_is_how_often_a_wrong_sentence_scores_above_a_right_one():
    assert area([3.0, 2.0, 1.0], [True, False, False]) == 1.0
    assert area([1.0, 2.0, 1.0], [True, False, False]) == 0.25


def test_damaged_sentences_are_wrong_where_the_word_was_exchanged_and_quotations_are_right():
    made = damaged([CLEAN])
    assert made == damaged([CLEAN])
    for each in made:
        assert each.author == "a"
        assert each.span in each.sentence
        assert each.bad == bool(each.span)
        assert each.bad or each.sentence.rstrip("。") in CLAUSE


def test_what_was_trained_scores_alike_when_it_is_kept_and_read(tmp_path):
    read = [prepared(CLEAN), *(prepared(each) for each in damaged([CLEAN]))]
    torch.manual_seed(1)
    mean, deviation = torch.zeros(384), torch.ones(384)
    net = Net(mean, deviation).eval()
    with torch.no_grad():
        _, scores = net(batch_of(read, mean, deviation))
    keep([net.head()], tmp_path / "head.npz", "d")
    (head,), digest = kept(tmp_path / "head.npz")
    assert isinstance(head, Head)
    assert digest == "d"
    for each, score in zip(read, scores.tolist(), strict=True):
        assert head.score(each.pair) == pytest.approx(score, abs=1e-3)


def test_the_wrong_tokens_are_those_of_the_span():
    bad = Example("a", "引进先进设备的企业，备案了就按投资额补助。", (CLAUSE,), True, "备案")
    read = prepared(bad)
    told = "".join(bad.sentence[a:b] for (a, b), wrong in zip(read.pair.spans, read.wrong, strict=True) if wrong == 1.0)
    assert "备案" in told
    assert len(told) < 6
