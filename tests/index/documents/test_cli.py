"""`python -m index show | export | check` as a person runs them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from index.documents.library import CORPUS

ROOT = Path(__file__).resolve().parents[3]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "index", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.fixture(scope="module")
def exported():
    done = run("export", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["documents"]


def test_show_prints_the_clause_typed_with_half_width_brackets():
    done = run("show", "shaoxing-2025/(十二)")
    assert done.returncode == 0
    assert done.stdout.startswith("shaoxing-2025/（十二）\n")
    assert "150万元" in done.stdout


def test_show_prints_an_article_with_its_items():
    done = run("show", "hunan-regulation-2022/第二十四条")
    for piece in ("可以予以免责", "未牟取不正当利益；", "负责人不承担相关责任。"):
        assert piece in done.stdout


def test_an_unknown_clause_is_a_chinese_message_and_no_traceback():
    done = run("show", "shaoxing-2025/（九十九）")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "没有条款" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("arguments", [[], ["show"], ["nonsense"], ["check", "--colour"]])
def test_wrong_usage_exits_with_2(arguments):
    assert run(*arguments).returncode == 2


def test_the_export_alone_proves_the_partition(exported):
    assert {document["document_id"] for document in exported} == {path.name for path in CORPUS.iterdir()}
    for document in exported:
        source = (CORPUS / document["document_id"] / "source.txt").read_bytes().decode()
        spans = [span for node in document["nodes"] for span in node["own_spans"]]
        spans += [[residue["start"], residue["end"]] for residue in document["residue"]]
        position = 0
        for start, end in sorted(spans):
            assert start == position < end
            position = end
        assert position == len(source) == document["characters"]
        assert all(residue["reason"] for residue in document["residue"])


def test_the_export_is_a_tree(exported):
    for document in exported:
        nodes = {node["id"]: node for node in document["nodes"]}
        assert len(nodes) == len(document["nodes"])
        for node in nodes.values():
            assert node["id"].startswith(f"{document['document_id']}/")
            assert all(node["start"] <= a < b <= node["end"] for a, b in node["own_spans"])
            if node["parent"]:
                parent = nodes[node["parent"]]
                assert parent["start"] <= node["start"] <= node["end"] <= parent["end"]


def test_check_passes_the_documents_that_have_the_expected_counts_and_fails_the_others(tmp_path):
    folder = tmp_path / "corpus" / "some-2026"
    folder.mkdir(parents=True)
    (folder / "source.txt").write_text("某市办法\n一、支持\n二、附则\n", encoding="utf-8")
    yaml = "title: 某市办法\nregion: 某市\nexpected: {{part: {}}}\n"
    check = ("check", "--corpus", str(tmp_path / "corpus"), "--out", str(tmp_path / "index"))
    (folder / "document.yaml").write_text(yaml.format(2), encoding="utf-8")
    assert "1/1 份文件通过" in run(*check).stdout
    (folder / "document.yaml").write_text(yaml.format(3), encoding="utf-8")
    failed = run(*check)
    assert failed.returncode == 1
    assert "0/1 份文件通过" in failed.stdout
    assert "应有 3 个" in failed.stdout


def test_check_proves_all_five_documents(tmp_path):
    assert "5/5 份文件通过" in run("check", "--out", str(tmp_path)).stdout
