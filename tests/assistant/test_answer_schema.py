"""The schema that others program against does not change unnoticed."""

import copy
import json

import pytest

from tests.answer_schema import PATH, breaking, current


@pytest.fixture
def committed():
    return json.loads(PATH.read_text(encoding="utf-8"))


def test_the_committed_schema_is_the_one_that_answers_follow(committed):
    assert breaking(committed, current()) == []
    assert committed == current(), "additions: run `make docs`"


def test_answers_follow_it(assistant):
    from jsonschema import Draft202012Validator

    from assistant.answer import AskRequest

    answer = assistant.answer(AskRequest(question="绍兴设备投入800万，2024年买的，补多少？"))
    Draft202012Validator(current()).validate(answer.model_dump(mode="json"))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda s: s["properties"].pop("headline"), "Answer.headline is gone"),
        (lambda s: s["properties"]["script"].update(type="array"), "Answer.script: type"),
        (lambda s: s["$defs"]["Calculation"]["properties"]["semantics"]["enum"].append("maybe"), "semantics: enum"),
        (lambda s: s["$defs"]["Sentence"]["properties"]["cites"]["items"].update(type="string"), "Sentence.cites[]"),
        (lambda s: s["required"].remove("status"), "Answer.status is no longer always there"),
        (lambda s: s["$defs"].pop("Total"), "Total is gone"),
        (lambda s: s["$defs"]["Calculation"]["properties"]["amount_yuan"]["anyOf"].pop(), "alternatives"),
    ],
)
def test_what_breaks_a_reader_is_named(committed, change, named):
    changed = copy.deepcopy(committed)
    change(changed)
    assert any(named in line for line in breaking(committed, changed))


def test_an_addition_breaks_nobody(committed):
    changed = copy.deepcopy(committed)
    changed["properties"]["more"] = {"type": "string"}
    changed["required"].append("more")
    assert breaking(committed, changed) == []
