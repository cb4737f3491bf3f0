"""`python -m index build | search` as a person or a script runs them."""

import io
import json
import sys
from dataclasses import dataclass

import pytest

from index.cli import main


@dataclass
class Done:
    returncode: int
    stdout: bytes
    stderr: bytes


@pytest.fixture
def run(capfdbinary, monkeypatch):
    """`run("search", …)`: the command in this process, with its exit code and what it printed."""

    def command(*arguments: str, stdin: bytes = b"") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        return Done(code, *capfdbinary.readouterr())

    return command


@pytest.fixture(scope="module")
def out(data_dir) -> list[str]:
    return ["--out", str(data_dir / "index")]


def lines(done: Done) -> list[dict]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


def test_search_prints_clause_document_and_sentence(run, out):
    done = run("search", "绍兴小巨人奖励多少", "-k", "2", *out)
    assert done.returncode == 0
    text = done.stdout.decode()
    assert text.startswith(" 1. ")
    assert "shaoxing-2025/（十二）" in text
    assert "150万元" in text


def test_search_as_json_with_filters(run, out):
    done = run(
        "search", "小巨人", "-k", "3", "--region", "杭州", "--region", "绍兴", "--as-of", "2026-11-22", "--json", *out
    )
    hits = json.loads(done.stdout)
    assert {hit["document_id"] for hit in hits} == {"shaoxing-2025"}  # Hangzhou's measures ended in 2025
    assert set(hits[0]) == {"clause_id", "document_id", "locator", "text", "passage", "score"}


def test_a_filter_nobody_knows_is_said_to_be_so(run, out):
    for arguments, word in ((["--region", "苏州"], "长沙"), (["--document", "nothing"], "shaoxing-2025")):
        done = run("search", "小巨人", *arguments, *out)
        assert done.returncode == (2 if "--region" in arguments else 1)
        assert word in done.stderr.decode()
        assert done.stdout == b""


def test_a_city_may_be_written_with_its_shi(run, out):
    hits = json.loads(run("search", "小巨人", "--region", "绍兴市", "-k", "2", "--json", *out).stdout)
    assert {hit["document_id"] for hit in hits} == {"shaoxing-2025"}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        [""],
        ["问题", "--batch", "-"],
        ["问题", "-k", "0"],
        ["问题", "-k", "x"],
        ["问题", "--as-of", "昨天"],
        ["长" * 4_001],
    ],
    ids=["nothing", "empty", "both", "k0", "kx", "day", "long"],
)
def test_wrong_usage_exits_with_2_and_says_why(run, out, arguments):
    done = run("search", *arguments, *out)
    assert done.returncode == 2
    assert done.stderr
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_without_an_index_the_exit_code_is_4(run, tmp_path):
    done = run("search", "小巨人", "--out", str(tmp_path / "none"))
    assert done.returncode == 4
    assert "python -m index build" in done.stderr.decode()


def test_a_batch_answers_every_line_in_order(run, out):
    questions = [{"id": "a", "question": "绍兴小巨人"}, {"id": 2, "question": "条例第九条", "extra": True}]
    stdin = "\n".join(json.dumps(q, ensure_ascii=False) for q in questions).encode()
    done = run("search", "--batch", "-", "-k", "5", *out, stdin=stdin)
    assert done.returncode == 0
    first, second = lines(done)
    assert (first["id"], second["id"]) == ("a", 2)
    assert second["retrieved"][0]["clause_id"] == "hunan-regulation-2022/第九条"
    for answer in (first, second):
        ids = [hit["clause_id"] for hit in answer["retrieved"]]
        assert len(set(ids)) == len(ids) == 5
        assert set(answer["retrieved"][0]) == {"clause_id", "document_id", "locator", "text", "passage", "score"}


def test_a_bad_line_is_reported_in_place_and_the_rest_is_answered(run, out, tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_bytes(
        b'{"id": "1", "question": "'
        + "长沙链主".encode()
        + b'"}\n{"id": "2", "ques\n[]\n{"id": "4"}\n{"id": "5", "question": ""}\n\xff\xfe\n{"id": "7", "question": 3}\n'
        + json.dumps({"id": "8", "question": "长" * 4_001}).encode()
        + b'\n\n{"id": "9", "question": "\\u0000<b>\\ud83d\\ude00</b>"}\n'
    )
    done = run("search", "--batch", str(path), *out)
    assert done.returncode == 3
    answers = lines(done)
    assert [a.get("line") for a in answers] == [None, 2, 3, 4, 5, 6, 7, 8, None]
    assert [a["id"] for a in answers] == ["1", None, None, "4", "5", None, "7", "8", "9"]
    for answer in answers[1:-1]:
        assert set(answer) == {"id", "line", "error"}
        assert set(answer["error"]) == {"code", "message"}
        assert any("\u4e00" <= c <= "\u9fff" for c in answer["error"]["message"])
    assert answers[-1]["retrieved"]


def test_a_batch_file_that_is_not_there(run, out):
    done = run("search", "--batch", "nowhere.jsonl", *out)
    assert done.returncode == 2
    assert "nowhere.jsonl" in done.stderr.decode()


def test_a_batch_with_no_lines_gives_none(run, out):
    done = run("search", "--batch", "-", *out, stdin=b"\n")
    assert (done.returncode, done.stdout) == (0, b"")


def test_build_says_what_it_did_and_keeps_stdout_short(run, out):
    done = run("build", *out)
    assert done.returncode == 0
    assert done.stdout.decode().startswith("索引版本 ")
    assert len(done.stdout.splitlines()) == 1


def test_check_compares_the_index_with_the_texts(run, data_dir, tmp_path):
    done = run("check", "--out", str(data_dir / "index"))
    assert done.returncode == 0
    assert "与政策文件一致" in done.stdout.decode()
    (tmp_path / "current").write_text("f" * 16 + "\n")
    done = run("check", "--out", str(tmp_path))
    assert done.returncode == 1
    assert "索引不完整" in done.stdout.decode()
