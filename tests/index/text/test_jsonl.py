import io
import json

from index.text.jsonl import LINE_LIMIT, read_lines


def lines(raw: bytes):
    return list(read_lines(io.BytesIO(raw)))


def test_a_broken_line_is_reported_in_place_and_the_rest_is_read():
    got = lines(b'{"id": "a"}\nnot json\n{"id": "b"}\n')
    assert [line.number for line in got] == [1, 2, 3]
    assert [line.record for line in got] == [{"id": "a"}, None, {"id": "b"}]
    assert "第2行" in got[1].problem


def test_the_error_line_keeps_the_id_when_there_is_one():
    (line,) = lines(b'{"id": "a"}')
    assert line.error("x")["id"] == "a"
    (broken,) = lines(b"[1]")
    assert broken.error(broken.problem) == {
        "id": None,
        "line": 1,
        "error": {"code": "bad_line", "message": broken.problem},
    }


def test_an_id_that_is_no_identifier_is_not_echoed():
    (line,) = lines(b'{"id": {"a": 1}}')
    assert line.error("x")["id"] is None


def test_bom_and_blank_lines_are_no_questions():
    assert [line.record for line in lines(b'\xef\xbb\xbf{"id": 1}\n\n   \n')] == [{"id": 1}]


def test_bytes_that_are_not_utf8_and_values_json_does_not_know():
    assert "UTF-8" in lines(b'{"id": "\xff"}')[0].problem
    assert lines(b'{"id": NaN}')[0].record is None


def test_an_over_long_line_and_deep_nesting_are_refused_not_fatal():
    assert lines(b'"' + b"x" * LINE_LIMIT + b'"')[0].record is None
    assert lines(b"[" * 200_000)[0].record is None


def test_unicode_survives():
    record = {"id": "一", "question": "小巨人👍"}
    assert lines(json.dumps(record, ensure_ascii=False).encode())[0].record == record
