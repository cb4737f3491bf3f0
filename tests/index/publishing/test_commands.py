"""The commands as a clerk types them, and a writer killed in the middle."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from index.publishing.shelf import Shelf
from index.search.searcher import Searcher
from index.store.manifest import current_version

ROOT = Path(__file__).resolve().parents[3]
POLICY = (
    "淮安市支持小龙虾加工业发展若干措施\n淮政办测〔2026〕12号\n一、支持加工。\n（一）对新建精深加工线的，给予设备投入15%的补助，最高200万元。\n"
    "二、附则\n本措施自2026年3月1日起施行，有效期3年。\n淮安市人民政府办公室\n2026年2月10日\n"
)


@pytest.fixture
def place(tmp_path, corpora) -> tuple[Path, Path]:
    """(data directory, shipped corpus), with an index that serves."""
    data, corpus = tmp_path / "data", corpora(tmp_path / "shipped")
    data.mkdir()
    (tmp_path / "通知.txt").write_text(POLICY, encoding="utf-8")
    Shelf(data, corpus).rebuild()
    return data, corpus


def run(place: tuple[Path, Path], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "index", *arguments, "--data", str(place[0]), "--corpus", str(place[1])]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_notice_from_drop_to_answer(place, tmp_path):
    added = run(place, "add", str(tmp_path / "通知.txt"), "--who", "小王")
    assert added.returncode == 0, added.stderr
    for line in (
        "已收录 huaian-2026（草稿）",
        "地区：淮安（市），上级：江苏",
        "文号：淮政办测〔2026〕12号",
        "施行：2026-03-01",
        "到期：2029-02-28",
    ):
        assert line in added.stdout
    assert "下一步" in added.stdout
    published = run(place, "publish", "huaian-2026", "--why", "核对无误")
    assert published.returncode == 0, published.stderr
    listed = run(place, "list").stdout
    assert "huaian-2026\t已发布\t淮安\tin_force" in listed
    assert "核对无误" in listed
    searcher = Searcher.open(place[0] / "index", corpus=place[1], added=place[0] / "corpus")
    assert searcher.search("小龙虾加工线补助", 1)[0].clause_id == "huaian-2026/一/（一）"
    searcher.close()
    assert run(place, "withdraw", "huaian-2026").returncode == 0
    assert "huaian-2026\t已撤下" in run(place, "list").stdout


def test_a_bad_file_among_good_ones_is_named_and_the_others_go_in(place, tmp_path):
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"no zip")
    done = run(place, "add", str(bad), str(tmp_path / "通知.txt"))
    assert done.returncode == 3
    assert "未收录 坏.docx" in done.stdout
    assert "已收录 huaian-2026" in done.stdout


def test_a_publisher_that_is_killed_changes_nothing_for_the_readers(place, tmp_path):
    data, corpus = place
    run(place, "add", str(tmp_path / "通知.txt"))
    before = current_version(data / "index")
    command = [sys.executable, "-m", "index", "publish", "huaian-2026", "--data", str(data), "--corpus", str(corpus)]
    state = data / "corpus" / "huaian-2026" / "state.jsonl"
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as publisher:
        while '"published"' not in state.read_text(encoding="utf-8") and publisher.poll() is None:
            os.sched_yield()
        publisher.send_signal(signal.SIGKILL)
    assert current_version(data / "index") == before
    searcher = Searcher.open(data / "index", corpus=corpus, added=data / "corpus")
    assert all(hit.document_id == "some-city" for hit in searcher.search("小龙虾加工线补助"))
    searcher.close()
    Shelf(data, corpus).rebuild()  # whoever comes next finishes it
    assert current_version(data / "index") != before
