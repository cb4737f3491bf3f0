"""What the items have to be, and that the shipped ones are: verbatim gold, patterns that compile, no id twice."""

import json
import re
import unicodedata
from datetime import date

import pytest

from eval.dataset import AS_OF, CalculationItem, QuestionItem, load_datasets, read_dataset
from eval.errors import DatasetInvalid
from index.documents.library import load_library

QUESTION = {"id": "a", "kind": "lookup", "question": "绍兴小巨人奖励多少？"}
CALCULATION = {
    "id": "b",
    "kind": "fixed",
    "question": "能拿多少？",
    "doc": "shaoxing-2025",
    "expected": {"semantics": "exact", "amount_yuan": "1500000"},
}


def write(path, *records):
    lines = [record if isinstance(record, str) else json.dumps(record, ensure_ascii=False) for record in records]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_kinds_of_items_are_told_apart(tmp_path):
    question, calculation = read_dataset(write(tmp_path / "own" / "mixed.jsonl", QUESTION, CALCULATION)).items
    assert isinstance(question, QuestionItem)
    assert isinstance(calculation, CalculationItem)
    assert question.request().as_of == AS_OF == date(2026, 11, 22)
    assert question.request().id == "a"


def test_as_of_city_and_history_reach_the_request(tmp_path):
    history = [{"role": "user", "content": "绍兴呢"}]
    (item,) = read_dataset(
        write(tmp_path / "qa.jsonl", {**QUESTION, "as_of": "2027-01-01", "city": "绍兴", "history": history})
    ).items
    request = item.request()
    assert (request.as_of, request.city, request.history[0].content) == (date(2027, 1, 1), "绍兴", "绍兴呢")


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("{broken", "JSON"),
        ("[]", "JSON 对象"),
        ({**QUESTION, "id": "c", "must_inlcude": ["x"]}, "must_inlcude"),
        ({**QUESTION, "id": "c", "expect": "maybe"}, "expect"),
        ({**QUESTION, "id": "c", "gold": [{"doc": "x.txt"}]}, "gold.0.quote"),
        ({"id": "c", "kind": "lookup"}, "question"),
        (QUESTION, "重复"),
        ({**CALCULATION, "expected": {"semantics": "sure"}}, "semantics"),
        ({**CALCULATION, "expected": {"semantics": "exact"}}, "amount_yuan"),
        ({**CALCULATION, "expected": {"semantics": "range"}}, "range_yuan"),
        ({**CALCULATION, "as_of": "yesterday"}, "as_of"),
    ],
)
def test_a_broken_item_is_refused_with_file_and_line(tmp_path, record, said):
    path = write(tmp_path / "own" / "qa.jsonl", QUESTION, "", record)
    with pytest.raises(DatasetInvalid) as refusal:
        read_dataset(path)
    assert "own/qa.jsonl" in refusal.value.message
    assert "第3行" in refusal.value.message
    assert said in refusal.value.message


def test_empty_and_missing_files_are_refused(tmp_path):
    with pytest.raises(DatasetInvalid, match="空"):
        read_dataset(write(tmp_path / "qa.jsonl", ""))
    with pytest.raises(DatasetInvalid, match="读不出"):
        read_dataset(tmp_path / "none.jsonl")


def test_whatever_lies_there_is_loaded_and_can_be_chosen(tmp_path):
    for place in ("one/qa", "one/calc", "two/qa", "two/attacks"):
        write(tmp_path / f"{place}.jsonl", QUESTION if place.endswith("qa") else CALCULATION)
    own = write(tmp_path / "mine.jsonl", QUESTION)

    def names(*choice):
        return [dataset.name for dataset in load_datasets(*choice, root=tmp_path)]

    assert names() == ["one/calc", "one/qa", "two/qa"]
    assert names(["qa"]) == ["one/qa", "two/qa"]
    assert names([], ["two"]) == ["two/qa"]
    assert names([str(own)]) == [f"{tmp_path.name}/mine"]
    for files, splits in ((["nothing"], []), ([], ["nowhere"])):
        with pytest.raises(DatasetInvalid, match="现有：one/calc"):
            load_datasets(files, splits, root=tmp_path)


def test_every_gold_quote_stands_verbatim_in_its_document():
    library = load_library()
    plain = {name: _plain(document.source) for name, document in library.documents.items()}
    missing = [
        dataset.key(item)
        for dataset in load_datasets()
        for item in dataset.items
        for document_id, quote in item.quotes
        if _plain(quote) not in plain[document_id]
    ]
    assert not missing


def _plain(text):
    """Line ends and the web page's bookmarks cut the sources anywhere; nothing else may differ."""
    return re.sub(r"\[bookmark: [^\]]*\]|[\s*]", "", unicodedata.normalize("NFKC", text))


def test_every_pattern_compiles():
    for dataset in load_datasets():
        for item in dataset.items:
            if isinstance(item, QuestionItem):
                for pattern in (*item.must_include, *item.must_not_include):
                    re.compile(re.sub(r"\s+", "", unicodedata.normalize("NFKC", pattern)))


def test_the_shipped_splits_are_there():
    names = {dataset.name: len(dataset.items) for dataset in load_datasets()}
    assert names["kept/qa"] >= 80
    assert names["kept/calc"] >= 80
    assert {"seen/qa", "seen/calc", "fresh/qa"} <= set(names)
