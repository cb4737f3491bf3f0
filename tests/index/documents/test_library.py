"""Finding clauses by id, and adding a document by adding a folder."""

import pytest

from index.documents.library import CORPUS, load_library
from index.errors import CorpusInvalid, UnknownClause, UnknownDocument

LIBRARY = load_library()


def add(corpus, name, source, yaml="title: 某市办法\nregion: 某市\n"):
    folder = corpus / name
    folder.mkdir(parents=True)
    (folder / "source.txt").write_bytes(source.encode())
    (folder / "document.yaml").write_text(yaml, encoding="utf-8")


@pytest.mark.parametrize("typed", ["shaoxing-2025/(十二)", "shaoxing-2025/（十二)", " shaoxing-2025/（十二） "])
def test_ids_resolve_whatever_their_width(typed):
    assert LIBRARY.clause(typed).id == "shaoxing-2025/（十二）"


def test_labels_say_how_a_person_cites_the_clause():
    labels = {
        "changsha-2023/9": "第9条",
        "changsha-2023/附件3/1": "附件3第1条",
        "shaoxing-2025/（十二）": "第（十二）条",
        "hunan-regulation-2022/第二十四条/（二）": "第二十四条第（二）项",
        "hunan-regulation-2022/第三条/第二款": "第三条第二款",
    }
    assert {clause_id: LIBRARY.clause(clause_id).label for clause_id in labels} == labels


def test_an_unknown_clause_names_ids_that_come_near():
    with pytest.raises(UnknownClause, match="shaoxing-2025/（") as caught:
        LIBRARY.clause("shaoxing-2025/（十二")
    assert "没有" in caught.value.message


@pytest.mark.parametrize("clause_id", ["", "/", "nowhere/1", "shaoxing-2025", "\x00", "changsha-2023/" + "9" * 5000])
def test_a_senseless_id_is_an_unknown_clause(clause_id):
    with pytest.raises(UnknownClause):
        LIBRARY.clause(clause_id)


def test_an_unknown_document_names_those_there_are():
    with pytest.raises(UnknownDocument, match="changsha-2023"):
        LIBRARY.document("beijing-2024")


def test_ancestors_go_outwards_and_children_point_back():
    clause = "changsha-plan-2021/二/（一）/3"
    assert [c.locator for c in LIBRARY.ancestors(clause)] == ["二/（一）", "二"]
    assert clause in [c.id for c in LIBRARY.children("changsha-plan-2021/二/（一）")]


def test_a_paragraph_or_item_is_ranked_as_its_article():
    for locator in ("第二十四条/（二）", "第二十四条/第二款", "第二十四条"):
        unit = LIBRARY.ranked_unit(LIBRARY.clause(f"hunan-regulation-2022/{locator}"))
        assert unit.locator == "第二十四条"


def test_a_folder_with_title_and_region_is_a_document(tmp_path):
    add(tmp_path, "some-2026", "某市办法\n一、支持\n（一）奖励50万元。\n")
    library = load_library(tmp_path)
    assert library.clause("some-2026/一/(一)").text == "（一）奖励50万元。"
    assert library.document("some-2026").short_title == "某市办法"


def test_the_corpus_hash_follows_every_byte(tmp_path):
    hashes = set()
    for name, source in (("a", "甲。\n"), ("b", "甲。\r\n"), ("c", "乙。\n")):
        add(tmp_path / name, "doc", source)
        hashes.add(load_library(tmp_path / name).corpus_hash)
    assert len(hashes) == 3
    assert load_library(CORPUS).corpus_hash == LIBRARY.corpus_hash


@pytest.mark.parametrize(
    ("yaml", "named"),
    [
        ("title: 某市办法\n", "region"),
        ("title: 某市办法\nregion: 某市\ncolour: red\n", "colour"),
        ("title: 某市办法\nregion: 某市\nvalidity: {valid_to: someday}\n", "valid_to"),
    ],
)
def test_a_wrong_document_yaml_is_named_with_its_field(tmp_path, yaml, named):
    add(tmp_path, "doc", "一、甲。\n", yaml)
    with pytest.raises(CorpusInvalid, match=named) as caught:
        load_library(tmp_path)
    assert "doc/document.yaml" in caught.value.message


def test_an_empty_corpus_or_a_source_that_is_no_text_is_refused(tmp_path):
    with pytest.raises(CorpusInvalid, match="没有政策文件"):
        load_library(tmp_path / "nothing")
    add(tmp_path, "doc", "")
    (tmp_path / "doc" / "source.txt").write_bytes(bytes(range(256)) * 8)
    with pytest.raises(CorpusInvalid, match="UTF-8"):
        load_library(tmp_path)
    (tmp_path / "doc" / "source.txt").write_bytes("某市办法\n一、奖励50万元。\n".encode("gb18030"))
    assert load_library(tmp_path).clause("doc/一").text == "一、奖励50万元。"


@pytest.mark.parametrize(
    ("clause_id", "last"),
    [
        ("shaoxing-2025/（四十）", 27),
        ("changsha-2023/附件3/9", 6),
        ("hunan-regulation-2022/第三十条", 26),
        ("changsha-2023/27", 26),
    ],
)
def test_a_number_beyond_the_last_says_how_many_there_are(clause_id, last):
    with pytest.raises(UnknownClause, match=f"只有 {last} 条"):
        LIBRARY.clause(clause_id)
