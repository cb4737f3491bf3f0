"""The product's retrieval over a small dataset in BEIR layout, and its metrics against hand-made figures."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from eval.beir import evaluate, read_qrels, scores
from index.errors import CorpusInvalid

ROOT = Path(__file__).resolve().parents[2]
TEXTS = {
    "a": ("智能工厂", "对新认定的智能工厂给予五十万元奖励。"),
    "b": ("链主企业", "对链主企业给予一次性补助。"),
    "c": ("", "首台套产品的保险补偿按保费计算。"),
}
QUERIES = {"1": "智能工厂奖多少", "2": "首台套的保费补不补", "3": "没有标注的问题"}


def write(folder: Path, qrels: Path | str = "qrels.tsv") -> Path:
    path = folder / qrels
    path.parent.mkdir(parents=True, exist_ok=True)
    corpus = [{"_id": i, "title": title, "text": text} for i, (title, text) in TEXTS.items()]
    queries = [{"_id": i, "text": text} for i, text in QUERIES.items()]
    for name, rows in (("corpus", corpus), ("queries", queries)):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    path.write_text("query-id\tcorpus-id\tscore\n1\ta\t1\n2\tc\t1\n2\tb\t0\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("qrels", ["qrels.tsv", "qrels/test.tsv"])
def test_each_leg_finds_what_is_plainly_there(tmp_path, qrels):
    found = evaluate(write(tmp_path, qrels))
    assert set(found) == {"bm25", "dense", "fused"}
    names = ["recall@1", "recall@5", "recall@10", "recall@100", "mrr@10", "ndcg@10"]
    assert all(list(means) == names for means in found.values())
    assert found["bm25"]["recall@1"] == found["fused"]["recall@1"] == 1
    assert found["fused"]["ndcg@10"] == 1


def test_only_grades_above_zero_count(tmp_path):
    assert read_qrels(write(tmp_path)) == {"1": {"a": 1}, "2": {"c": 1}}


def test_metrics_by_hand():
    found = scores(["x", "a", "b"], {"a": 1, "b": 2, "z": 1})
    assert found["recall@1"] == 0
    assert found["recall@5"] == pytest.approx(2 / 3)
    assert found["mrr@10"] == 0.5
    ideal = 3 + 1 / math.log2(3) + 1 / 2
    assert found["ndcg@10"] == pytest.approx((1 / math.log2(3) + 3 / 2) / ideal)
    assert set(scores(["x"], {"a": 1}).values()) == {0}


@pytest.mark.parametrize("missing", ["corpus.jsonl", "queries.jsonl", "qrels.tsv"])
def test_a_folder_of_another_layout_is_refused(tmp_path, missing):
    (write(tmp_path) / missing).unlink()
    with pytest.raises(CorpusInvalid, match=missing):
        evaluate(tmp_path)


@pytest.mark.parametrize("line", ["{broken", '{"text": "no id"}', "[]"])
def test_a_broken_line_is_refused(tmp_path, line):
    (write(tmp_path) / "corpus.jsonl").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(CorpusInvalid, match=r"corpus\.jsonl"):
        evaluate(tmp_path)


def test_the_command_prints_json_alone(tmp_path):
    command = [sys.executable, "-m", "eval", "retrieval", "--beir", str(write(tmp_path)), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["fused"]["recall@1"] == 1
    assert "计算向量" in done.stderr
