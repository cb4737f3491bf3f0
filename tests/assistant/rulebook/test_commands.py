"""The commands as functions: what they print, what they return."""

import json
from datetime import date

import pytest

from assistant.errors import AssistantFailure, InputInvalid
from assistant.rulebook.commands import run_calc, run_cases, run_rules
from assistant.rulebook.load import load_rulebook


def calc(values, *, as_json=False, rule_id="changsha-2023/8:dcmm"):
    return run_calc(rule_id, values, as_json=as_json)


def test_calc_prints_the_derivation(capsys):
    assert calc(["dcmm_level=3级"]) == 0
    assert "结果：20万元。" in capsys.readouterr().out


def test_calc_json_is_one_calculation(capsys):
    assert calc(["dcmm_level=3级", "prior_award=10万元"], as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["amount_yuan"] == "100000"


def test_calc_asks_for_what_is_missing(capsys):
    calc([])
    assert "（dcmm_level）" in capsys.readouterr().out


def test_calc_shows_payments_and_payers(capsys):
    calc(["listed_year=2023"], rule_id="changsha-2023/9:small-to-scale")
    assert "第二年：10万元" in capsys.readouterr().out
    calc(["mpw_cost=200万元", "in_xiangjiang=是"], rule_id="changsha-2023/附件2/1:chip-development")
    assert "湖南湘江新区承担：72万元" in capsys.readouterr().out


@pytest.mark.parametrize("value", ["dcmm_level", "=3级"])
def test_calc_refuses_what_is_no_assignment(value):
    with pytest.raises(InputInvalid):
        calc([value])


def test_rules_json_lists_inputs_and_atoms(capsys):
    assert run_rules("长沙", as_json=True) == 0
    listed = {rule["rule_id"]: rule for rule in json.loads(capsys.readouterr().out)}
    assert {rule["document_id"] for rule in listed.values()} == {"changsha-2023"}
    dcmm = listed["changsha-2023/8:dcmm"]
    assert set(dcmm) == {
        "rule_id",
        "document_id",
        "clause_id",
        "title",
        "kind",
        "semantics",
        "quote",
        "inputs",
        "atoms",
    }
    assert [(atom["figure"], atom["role"], atom["label"]) for atom in dcmm["atoms"]] == [
        ("10万元", "award", ["2级", "DCMM"]),
        ("20万元", "award", ["3级", "DCMM"]),
        ("30万元", "award", ["4级", "DCMM"]),
    ]


def test_rules_as_a_list(capsys):
    assert run_rules() == 0
    assert "changsha-2023/8:dcmm\t首次通过DCMM评估" in capsys.readouterr().out


def test_rules_of_a_city_there_are_none_for():
    with pytest.raises(InputInvalid, match="已收录的城市"):
        run_rules("上海")


@pytest.mark.parametrize("target", ["", "changsha-2023", "changsha-2023/8.yaml"])
def test_check_counts_rules_and_cases(capsys, target):
    assert run_cases(target) == 0
    assert "0 个不符" in capsys.readouterr().out


def test_check_of_nothing_fails():
    assert run_cases("atlantis-2023") == 1


RETROFIT = "changsha-2023/21:intelligent-retrofit"


@pytest.mark.parametrize(
    ("rule_id", "value", "said"),
    [
        ("nowhere:rule", "x=1", "没有编号为"),
        (RETROFIT, "foo=1", "可用的输入"),
        (RETROFIT, "retrofit_purchase=500天", "单位不对"),
        (RETROFIT, "retrofit_purchase=500", "缺少单位"),
        (RETROFIT, "retrofit_purchase=-500万元", "不能是负数"),
        (RETROFIT, f"retrofit_purchase={10**30}元", "数额太大"),
        (RETROFIT, "retrofit_purchase=1e9元", "读不出数值"),
        ("changsha-2023/8:dcmm", "dcmm_level=9级", "可选"),
    ],
)
def test_calc_says_what_is_allowed(rule_id, value, said):
    with pytest.raises(AssistantFailure, match=said):
        calc([value], rule_id=rule_id)


def test_a_float_is_no_money():
    with pytest.raises(InputInvalid, match="不接受浮点数"):
        load_rulebook().calculate(RETROFIT, {"retrofit_purchase": 5000000.0}, date(2026, 6, 30))
