import pytest

from index.errors import DataFileInvalid
from index.text import strict_yaml


def test_figures_stay_as_written():
    parsed = strict_yaml.parse("ratio: 1:1.5\ncode: 010\nanswer: no\nrate: 5‰\nlist: [10%, 1_000]")
    assert parsed == {"ratio": "1:1.5", "code": "010", "answer": "no", "rate": "5‰", "list": ["10%", "1_000"]}


def test_a_duplicate_key_is_refused_with_both_lines():
    with pytest.raises(DataFileInvalid, match=r"第3行.*“b”重复（第2行"):
        strict_yaml.parse("a: 1\nb: 2\nb: 3", name="x.yaml")


def test_duplicates_are_found_below_the_top_level():
    with pytest.raises(DataFileInvalid, match="重复"):
        strict_yaml.parse("a:\n  - {c: 1, c: 2}")


@pytest.mark.parametrize("text", ["a: [1", "a: b: c", "\t- x", "? [1]\n: 2"])
def test_malformed_files_name_themselves(text):
    with pytest.raises(DataFileInvalid, match=r"x\.yaml"):
        strict_yaml.parse(text, name="x.yaml")


def test_a_missing_file_is_a_clear_error(tmp_path):
    with pytest.raises(DataFileInvalid, match="读不出来"):
        strict_yaml.load(tmp_path / "none.yaml")


def test_a_tag_runs_nothing():
    assert strict_yaml.parse("!!python/object/apply:os.getcwd []") == []
