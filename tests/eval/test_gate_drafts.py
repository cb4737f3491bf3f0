"""The blind sets, once run, are development data: they stay told apart."""

import json
from pathlib import Path

import pytest

import eval.gate_drafts
from eval.gate_drafts import judge, shares

FOLDER = Path(eval.gate_drafts.__file__).resolve().parent / "datasets" / "blind"


@pytest.mark.parametrize(("name", "blocked"), [("h1", 0.03), ("h2", 0.03), ("h3", 0.12), ("h4", 0.18), ("h5", 0.25)])
def test_bad_drafts_are_caught_and_clean_ones_pass(name, blocked):
    lines = (FOLDER / f"{name}/drafts.jsonl").read_text(encoding="utf-8").splitlines()
    found = shares(judge([json.loads(line) for line in lines]))
    assert found["caught"] >= 0.95
    assert found["clean_blocked"] <= blocked


@pytest.mark.parametrize("name", ["h1", "h2", "h3", "h4", "h5"])
def test_the_first_run_is_kept_beside_its_set(name):
    first = json.loads((FOLDER / f"{name}/first_run.json").read_text(encoding="utf-8"))
    lines = (FOLDER / f"{name}/drafts.jsonl").read_text(encoding="utf-8").splitlines()
    assert first["bad"] + first["clean"] == len(lines)
