"""The command line as people and scripts use it: real processes, exit codes, the batch contract."""

import json
import subprocess
import sys

import pytest

from assistant.answer import Answer


def run(*arguments, data_dir, stdin=b"", **environment):
    import os

    env = {key: value for key, value in os.environ.items() if not key.startswith("POLICY_")}
    env |= {"POLICY_DATA_DIR": str(data_dir), **environment}
    return subprocess.run([sys.executable, "-m", "assistant", *arguments], input=stdin, capture_output=True, env=env)


def test_ask_prints_the_answer_with_its_sources(data_dir):
    done = run("ask", "绍兴小巨人奖励多少？", "--as-of", "2026-11-22", data_dir=data_dir)
    assert done.returncode == 0, done.stderr.decode()
    assert "150万元" in done.stdout.decode()
    assert "依据" in done.stdout.decode()


def test_ask_json_is_the_public_schema(data_dir):
    done = run("ask", "那杭州呢", "--city", "杭州", "--as-of", "2026-11-22", "--json", data_dir=data_dir)
    Answer.model_validate_json(done.stdout)


def test_batch_answers_line_by_line_and_keeps_the_order(data_dir):
    lines = [
        b'{"id": "a", "question": "\xe7\xbb\x8d\xe5\x85\xb4\xe5\xb0\x8f\xe5\xb7\xa8\xe4\xba\xba", "gold": 1}',
        b"{broken",
        b'{"id": "c"}',
        b'{"id": "d", "question": ""}',
        b'{"id": "e", "question": "x", "as_of": "someday"}',
        b'{"id": "f", "question": "x", "history": [{"role": "nobody", "content": ""}]}',
        '{"id": "g", "question": "长沙小巨人", "as_of": "2024-06-30"}'.encode(),
    ]
    done = run("batch", "-", data_dir=data_dir, stdin=b"\n".join(lines))
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in rows] == ["a", None, "c", "d", "e", "f", "g"]
    assert ["error" in row for row in rows] == [False, True, True, True, True, True, False]
    assert [row["line"] for row in rows if "error" in row] == [2, 3, 4, 5, 6]
    assert all(row["error"]["message"] and row["error"]["code"] for row in rows if "error" in row)
    assert rows[-1]["as_of"] == "2024-06-30"
    assert done.returncode == 3


def test_a_clean_batch_exits_0(data_dir, tmp_path):
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": 7, "question": "绍兴小巨人"}\n', encoding="utf-8")
    done = run("batch", str(path), data_dir=data_dir)
    assert done.returncode == 0
    assert json.loads(done.stdout)["id"] == 7


@pytest.mark.parametrize("arguments", [("ask", "问题"), ("batch", "-")])
def test_without_an_index_the_remedy_is_named(tmp_path, arguments):
    done = run(*arguments, data_dir=tmp_path / "nothing", stdin=b"{}")
    assert done.returncode == 4
    assert "python -m index build" in done.stderr.decode()


@pytest.mark.parametrize(
    "arguments",
    [(), ("ask",), ("ask", "x", "--as-of", "tomorrow"), ("ask", ""), ("batch", "/no/such/file"), ("nonsense",)],
)
def test_wrong_usage_exits_2_without_a_traceback(data_dir, arguments):
    done = run(*arguments, data_dir=data_dir)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr.decode()


def test_a_misspelt_setting_is_refused(data_dir):
    done = run("ask", "x", data_dir=data_dir, POLICY_LLM_MODLE="y")
    assert done.returncode == 1
    assert "POLICY_LLM_MODLE" in done.stderr.decode()


def test_calc_and_its_errors(data_dir):
    rule = "shaoxing-2025/(八):equipment-investment"
    done = run("calc", rule, "equipment_investment=500万元", "--json", data_dir=data_dir)
    assert json.loads(done.stdout)["amount_yuan"] == "300000"
    for wrong in ("equipment_investment=-5万元", "equipment_investment=500个", "nothing=1", "equipment_investment"):
        refused = run("calc", rule, wrong, data_dir=data_dir)
        assert refused.returncode == 2, wrong
        assert refused.stderr.decode().strip()
    assert run("calc", "no/rule", data_dir=data_dir).returncode == 2


def test_doctor_says_what_is_wrong_and_what_to_do(data_dir, tmp_path):
    well = run("doctor", "--json", data_dir=data_dir)
    assert well.returncode == 0, well.stdout.decode()
    ill = run("doctor", "--json", data_dir=tmp_path / "nothing")
    checks = {check["name"]: check for check in json.loads(ill.stdout)}
    assert ill.returncode == 1
    assert not checks["索引"]["ok"]
    assert "index build" in checks["索引"]["remedy"]
