"""A file is taken in, published, replaced and withdrawn; nothing that goes wrong changes anything."""

import fcntl
import json
from pathlib import Path

import pytest

from index.documents.states import history
from index.errors import CorpusInvalid, DocumentUnreadable, IndexFailure, UnknownDocument
from index.publishing.shelf import Shelf
from index.search.searcher import Searcher

OLD = (
    "黄山市支持徽墨产业发展办法\n黄政办测〔2024〕5号\n第一条　支持传承。对省级传承人，每年给予3万元补助。\n"
    "第二条　支持开店。新开门店的，奖励8万元。\n第三条　本办法自2024年6月1日起施行，有效期5年。\n黄山市人民政府办公室\n2024年5月6日\n"
)
NEW = (
    "黄山市支持徽墨产业发展办法（2025年修订）\n黄政办测〔2025〕7号\n第一条　支持传承。对省级传承人，每年给予5万元补助。\n"
    "第二条　本办法自2025年6月1日起施行，有效期5年。《黄山市支持徽墨产业发展办法》（黄政办测〔2024〕5号）同时废止。\n"
    "黄山市人民政府办公室\n2025年5月6日\n"
)
PASTED = "某某办法\n一、奖励30万元。\n二、奖励20万元。\n"


@pytest.fixture
def shelf(tmp_path, corpora) -> Shelf:
    return Shelf(tmp_path / "data", corpora(tmp_path / "shipped"))


@pytest.fixture
def files(tmp_path) -> dict[str, Path]:
    found = {name: tmp_path / f"{name}.txt" for name in ("old", "new", "pasted")}
    for name, text in (("old", OLD), ("new", NEW), ("pasted", PASTED)):
        found[name].write_bytes(text.encode("gb18030" if name == "old" else "utf-8"))
    return found


def found(shelf: Shelf, query: str) -> list[str]:
    searcher = Searcher.open(shelf.root, corpus=shelf._corpus, added=shelf.folder)
    try:
        return [hit.clause_id for hit in searcher.search(query, 3)]
    finally:
        searcher.close()


def test_a_draft_is_kept_byte_for_byte_and_serves_nobody(shelf, files):
    added = shelf.add(files["old"], who="甲")
    assert added.document.id == "huangshan-2024"
    assert (added.folder / "source.txt").read_bytes() == files["old"].read_bytes()
    assert "huangshan-2024" not in shelf.library().documents
    assert [step.state for step in history(added.folder)] == ["draft"]


def test_from_draft_to_replaced_and_back(shelf, files):
    old = shelf.add(files["old"], who="甲").document.id
    built = shelf.publish([old], who="乙", why="上会通过")
    assert built.embedded > 0
    assert found(shelf, "徽墨省级传承人补助")[0] == f"{old}/第一条"
    new = shelf.add(files["new"], who="甲").document.id
    assert new == "huangshan-2025"
    assert shelf.publish([new], who="乙").embedded < 10  # only the new document's sentences
    states = {placed.document.id: placed.state for placed in shelf.placed()}
    assert (states[old], states[new]) == ("replaced", "published")
    assert found(shelf, "徽墨省级传承人补助")[0] == f"{new}/第一条"
    assert found(shelf, "黄山2024年的徽墨旧办法传承人补助")[0] == f"{old}/第一条"
    shelf.withdraw(new, who="丙", why="发错了")
    steps = history(shelf.folder / old)
    assert [step.state for step in steps] == ["draft", "published", "replaced", "published"]
    assert (steps[1].who, steps[1].why, steps[2].by) == ("乙", "上会通过", new)
    assert new not in shelf.library().documents
    assert found(shelf, "徽墨省级传承人补助")[0] == f"{old}/第一条"


def test_the_same_file_is_not_taken_twice(shelf, files):
    shelf.add(files["old"], who="甲")
    with pytest.raises(DocumentUnreadable, match="已经收录，编号 huangshan-2024"):
        shelf.add(files["old"], who="甲")


def test_a_file_that_cannot_be_read_leaves_nothing_behind(shelf, tmp_path):
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"no zip")
    with pytest.raises(DocumentUnreadable):
        shelf.add(broken, who="甲")
    assert not shelf.folder.exists() or not any(path.is_dir() for path in shelf.folder.iterdir())


def test_whose_document_it_is_must_be_known_before_it_serves(shelf, files):
    added = shelf.add(files["pasted"], who="甲")
    with pytest.raises(CorpusInvalid, match=r"document\.yaml 写 region"):
        shelf.publish([added.document.id], who="乙")
    assert [step.state for step in history(added.folder)] == ["draft"]
    (added.folder / "document.yaml").write_text("region: 黄山\n", encoding="utf-8")
    shelf.publish([added.document.id], who="乙")
    assert shelf.library().document(added.document.id).region == "黄山"


def test_a_failed_build_puts_every_state_back(shelf, files, monkeypatch):
    added = shelf.add(files["old"], who="甲")
    shelf.root.parent.mkdir(exist_ok=True)
    shelf.root.write_text("no folder", encoding="utf-8")  # the disk does not take the index
    with pytest.raises(IndexFailure):
        shelf.publish([added.document.id], who="乙")
    assert history(added.folder)[-1].state == "draft"


def test_two_editors_do_not_write_at_once(shelf, files):
    shelf.folder.mkdir(parents=True)
    with (shelf.folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(IndexFailure, match="另一个人"):
            shelf.add(files["old"], who="甲")


def test_a_writer_that_was_killed_leaves_nothing_that_counts(shelf, files):
    (shelf.folder / ".tmp-1-half").mkdir(parents=True)
    (shelf.folder / ".tmp-1-half" / "source.txt").write_text("半", encoding="utf-8")
    assert not any(placed.document.id.startswith(".") for placed in shelf.placed())
    shelf.add(files["old"], who="甲")
    assert not (shelf.folder / ".tmp-1-half").exists()


def test_what_cannot_be_moved_is_refused(shelf, files):
    with pytest.raises(UnknownDocument, match="没有编号"):
        shelf.publish(["nothing"], who="乙")
    with pytest.raises(CorpusInvalid, match="随项目发布"):
        shelf.withdraw("some-city", who="乙")
    added = shelf.add(files["old"], who="甲")
    shelf.publish([added.document.id], who="乙")
    with pytest.raises(CorpusInvalid, match="不能再次发布"):
        shelf.publish([added.document.id], who="乙")


def test_a_broken_folder_of_the_added_ones_stops_nobody(shelf, files):
    old = shelf.add(files["old"], who="甲").document.id
    shelf.publish([old], who="乙")
    (shelf.folder / "broken").mkdir()
    (shelf.folder / "broken" / "source.docx").write_bytes(b"no zip")
    library = shelf.library()
    assert set(library.documents) == {"some-city", old}
    assert "broken" in library.skipped
    (shelf.folder / old / "state.jsonl").write_text("{", encoding="utf-8")
    assert old in shelf.library().skipped


def test_the_steps_are_lines_of_json(shelf, files):
    added = shelf.add(files["old"], who="甲")
    lines = (added.folder / "state.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["state"] for line in lines] == ["draft"]
