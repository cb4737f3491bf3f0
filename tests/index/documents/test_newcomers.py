"""Documents of other places and shapes, taken in as they are: what they say of themselves, and every clause.

All were written for these tests; no government issued them and no amount in them is real. Each folder holds the file
and what a good reading of it finds, written down before it was read.
"""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from index.documents import roundtrip
from index.documents.library import load_library
from index.documents.locators import comparable
from index.documents.metadata import Metadata
from index.documents.parsed import parse_document
from index.documents.status import document_status
from index.intake.reading import read
from index.intake.word_numbers import chinese
from index.text.normalize import nfkc
from index.vocabulary.divisions import divisions

FOLDERS = sorted(path for path in Path(__file__).with_name("newcomers").iterdir() if path.is_dir())
DAY = date(2026, 11, 22)


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.name)
def newcomer(request):
    expected = json.loads((request.param / "expected.json").read_text(encoding="utf-8"))
    text = read(request.param / expected["file"]).text
    return expected, parse_document(request.param.name, text, Metadata())


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", nfkc(text))


def test_it_says_who_it_is(newcomer):
    expected, document = newcomer
    places = [divisions().places[key].name for key in (document.region, *document.parents)]
    assert document.title == expected["title"]
    assert document.issuer == expected["issuer"]
    assert (document.number or None) == expected["document_number"]
    assert str(document.issued) == expected["issue_date"]
    assert places == [name for name in reversed(expected["region"].values()) if name]


def test_it_says_how_long_it_holds(newcomer):
    expected, document = newcomer
    period = document.validity
    assert document_status(document, DAY).status == expected["status"]
    assert [str(day) if day else None for day in (period.valid_from, period.valid_to)] == [
        expected["valid_from"],
        expected["valid_to"],
    ]
    assert (str(period.comments_until) if period.comments_until else None) == expected.get("consultation_ends")
    assert not period.confirmed
    for clause_id, quote in period.quotes:
        assert quote in next(c.text for c in document.clauses if c.id == clause_id).replace("\n", "")


def test_every_clause_is_found_where_it_is_printed(newcomer):
    expected, document = newcomer
    found = {comparable(f"{document.id}/{c.path}"): c for c in document.clauses}
    found |= {comparable(f"{document.id}/{c.path}/第一款"): c for c in document.clauses}
    for clause in expected["clauses"]:
        text = found[comparable(f"{document.id}/{clause['locator']}")]
        own = squeezed(text.text).removeprefix(squeezed(text.number)).lstrip("、.")
        assert own.startswith(squeezed(clause["starts"])), clause


def test_not_a_character_is_lost(newcomer):
    _, document = newcomer
    assert list(roundtrip.findings(document)) == []


def test_a_folder_with_only_the_file_is_a_document_of_the_library(tmp_path):
    for folder in FOLDERS:
        target = tmp_path / folder.name
        target.mkdir()
        source = next(folder.glob("source.*"))
        (target / source.name).write_bytes(source.read_bytes())
    library = load_library(tmp_path)
    assert set(library.documents) == {folder.name for folder in FOLDERS}
    assert library.parents("昆山") == ("苏州", "江苏")
    assert library.serving("昆山") == "昆山"
    assert library.serving("江夏") == "武汉"  # a district without documents: its city answers
    assert library.serving("无锡") is None
    assert set(library.child_regions("江苏")) == {"昆山", "苏州"}


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("合肥市办法\n" + "".join(f"第{chinese(n)}条　奖励{n}万元。\n" for n in range(1, 1201)), 1201),
        ("合肥市支持办法" + "对企业给予50万元奖励，最高100万元。" * 10_000, 1),
        ("合肥市办法\n" + "对企业给予50万元奖励。\n" * 5_000, 5_001),
        ("".join(f"表1第{n}行　级别：甲{n}，标准：{n}万元。\n" for n in range(1, 300)), 299),
    ],
    ids=["articles", "one line", "lines without numbers", "a table and nothing else"],
)
def test_a_text_of_any_size_and_shape_is_whole(text, clauses):
    document = parse_document("t", text, Metadata(region="合肥"))
    assert len(document.clauses) == clauses
    spans = [span for clause in document.clauses for span in clause.own_spans]
    spans += [(residue.start, residue.end) for residue in document.residue]
    assert "".join(text[a:b] for a, b in sorted(spans)) == text
