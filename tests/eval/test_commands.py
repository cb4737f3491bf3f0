"""The commands as people type them: exit codes and what is printed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.settings import Settings
from eval import cli

ROOT = Path(__file__).resolve().parents[2]
QUESTION = {"id": "a", "kind": "lookup", "question": "绍兴小巨人奖励多少？", "must_include": ["150万"]}


@pytest.fixture
def own(tmp_path, monkeypatch, data_dir):
    monkeypatch.setattr("assistant.settings.settings", lambda: Settings(data_dir=data_dir))
    path = tmp_path / "own" / "qa.jsonl"
    path.parent.mkdir()
    path.write_text(json.dumps(QUESTION, ensure_ascii=False), encoding="utf-8")
    return path


def test_run_diff_report(own, tmp_path, capsys):
    a, b = tmp_path / "a", tmp_path / "b"
    assert cli.main(["run", "--dataset", str(own), "--out", str(a), "--system", "ours", "--system", "bm25"]) == 0
    printed = capsys.readouterr().out
    assert "本系统" in printed
    assert "BM25" in printed
    assert (a / "beside" / "bm25" / "scores.json").exists()
    assert (a / "report.html").exists()
    assert cli.main(["run", "--dataset", str(own), "--out", str(b), "--baseline", str(a)]) == 0
    capsys.readouterr()
    assert cli.main(["diff", str(a), str(b)]) == 0
    assert "逐题相同" in capsys.readouterr().out
    assert cli.main(["report", str(b), "--baseline", str(a), "--out", str(tmp_path / "page.html")]) == 0
    assert (tmp_path / "page.html").exists()


def test_a_gate_that_breaks_is_exit_1_and_is_named(own, tmp_path, capsys):
    good, bad = tmp_path / "good", tmp_path / "bad"
    assert cli.main(["run", "--dataset", str(own), "--out", str(good)]) == 0
    own.write_text(json.dumps({**QUESTION, "must_include": ["不会这样说"]}, ensure_ascii=False), encoding="utf-8")
    assert cli.main(["run", "--dataset", str(own), "--out", str(bad), "--baseline", str(good)]) == 1
    assert cli.main(["diff", str(good), str(bad)]) == 1
    printed = capsys.readouterr().out
    assert "变差 1 题：own/qa/a" in printed
    assert "✗ 答对：own/qa 的 right 由 1 变为 0" in printed


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["run", "--split", "nowhere"], 2, "没有名为“nowhere”的数据集"),
        (["diff", "none-a", "none-b"], 1, "没有可用的评测结果"),
        (["run", "--workers", "0"], 2, "不是正整数"),
    ],
)
def test_mistakes_have_their_exit_code_and_say_what_to_do(arguments, code, said):
    done = subprocess.run(
        [sys.executable, "-m", "eval", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
