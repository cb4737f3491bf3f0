"""`python -m eval gates`: the shape others rely on, over the project's own gates."""

import json

import pytest

from eval.cli import main
from eval.corruptions.answers import read_answers
from eval.gate_rates import project_verifier


def test_the_json_has_the_agreed_shape_and_follows_the_seed(capsys):
    def run(seed):
        assert main(["gates", "--n", "45", "--seed", str(seed), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    found = run(5)
    assert set(found) == {"n", "caught_rate", "false_block_rate", "by_kind"}
    assert found["n"] == 45
    assert all(set(kind) == {"n", "caught"} for kind in found["by_kind"].values())
    assert run(5) == found


def test_what_slipped_through_can_be_read(capsys):
    assert main(["gates", "--n", "90", "--seed", "1", "--fails"]) == 0
    said = capsys.readouterr().out
    assert "condition_dropped" in said
    assert "漏过 condition_dropped/clause" in said


@pytest.mark.parametrize("arguments", [["--n", "0"], ["--n", "x"], ["--seed", "x"]])
def test_bad_usage_is_told(arguments, capsys):
    assert main(["gates", *arguments]) == 2
    assert capsys.readouterr().err


def test_hardly_a_right_sentence_is_blocked():
    verify = project_verifier()
    verdicts = [(answer.id, each) for answer in read_answers() for each in verify(answer)]
    blocked = [(identity, each.text, each.why) for identity, each in verdicts if not each.passes]
    assert len(blocked) <= 0.02 * len(verdicts), blocked
