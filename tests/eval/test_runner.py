"""Running, being killed, going on, running again: the files of equal runs are equal byte for byte."""

import json

import pytest

from assistant.errors import QuestionRefused
from eval.dataset import read_dataset
from eval.errors import RunInvalid, SystemUnavailable
from eval.run_folder import ANSWERS, SCORES, UNFINISHED, read_run, read_scores
from eval.runner import run
from eval.systems.ours import InProcess

QUESTIONS = [
    "绍兴小巨人奖励多少？",
    "杭州链主企业有什么奖励？",
    "湖南条例第三条讲什么",
    "长沙智能工位能补多少钱",
    "你好",
]


@pytest.fixture
def datasets(tmp_path):
    path = tmp_path / "own" / "qa.jsonl"
    path.parent.mkdir()
    lines = [json.dumps({"id": str(n), "kind": "lookup", "question": q}) for n, q in enumerate(QUESTIONS)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return [read_dataset(path)]


class Counting:
    """The real assistant; counts, and breaks off as a killed process would."""

    name, version = "ours", "1"

    def __init__(self, assistant, until=None):
        self.inner, self.until, self.asked = InProcess(assistant), until, []

    def answer(self, request):
        if len(self.asked) == self.until:
            raise KeyboardInterrupt
        self.asked.append(request.id)
        return self.inner.answer(request)

    def close(self):
        pass


def content(folder):
    return [(folder / name).read_bytes() for name in (ANSWERS, SCORES)]


def test_equal_runs_are_equal_byte_for_byte_whatever_the_workers(assistant, datasets, tmp_path):
    run(Counting(assistant), datasets, tmp_path / "a", progress=False)
    run(Counting(assistant), datasets, tmp_path / "b", workers=3, progress=False)
    assert content(tmp_path / "a") == content(tmp_path / "b")
    line = json.loads((tmp_path / "a" / ANSWERS).read_text(encoding="utf-8").splitlines()[0])
    assert (line["key"], line["id"], line["as_of"], line["timings_ms"]) == ("own/qa/0", "0", "2026-11-22", {})


def test_a_killed_run_goes_on_where_it_stood(assistant, datasets, tmp_path):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    run(Counting(assistant), datasets, whole, progress=False)
    with pytest.raises(KeyboardInterrupt):
        run(Counting(assistant, until=2), datasets, killed, progress=False)
    with (killed / UNFINISHED).open("a", encoding="utf-8") as log:
        log.write('{"key": "own/qa/2", "ans')  # the line that was being written
    again = Counting(assistant)
    run(again, datasets, killed, progress=False)
    assert again.asked == ["2", "3", "4"]
    assert content(whole) == content(killed)
    assert not (killed / UNFINISHED).exists()
    assert read_run(killed).info["resumed_items"] == 2


def test_other_answers_are_never_continued(assistant, datasets, tmp_path):
    with pytest.raises(KeyboardInterrupt):
        run(Counting(assistant, until=2), datasets, tmp_path / "a", progress=False)
    newer = Counting(assistant)
    newer.version = "2"
    run(newer, datasets, tmp_path / "a", progress=False)
    assert len(newer.asked) == len(QUESTIONS)


def test_the_finished_run_before_is_kept(assistant, datasets, tmp_path):
    folder = tmp_path / "runs" / "ours"
    for _ in range(3):
        run(Counting(assistant), datasets, folder, progress=False)
    assert content(folder) == content(tmp_path / "runs" / "ours.previous")
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["ours", "ours.previous"]


def test_a_refused_question_is_an_error_in_its_place(assistant, datasets, tmp_path):
    class Refusing(Counting):
        def answer(self, request):
            raise QuestionRefused("问题是空的。")

    run(Refusing(assistant), datasets, tmp_path / "a", progress=False)
    found = read_run(tmp_path / "a")
    assert found.errors == {f"own/qa/{n}": "问题是空的。" for n in range(len(QUESTIONS))}
    assert found.info["errors"] == len(QUESTIONS)


def test_a_system_that_is_not_there_ends_the_run_and_keeps_what_was_answered(assistant, datasets, tmp_path):
    class Gone(Counting):
        def answer(self, request):
            if request.id == "3":
                raise SystemUnavailable("服务没有应答。")
            return super().answer(request)

    with pytest.raises(SystemUnavailable):
        run(Gone(assistant), datasets, tmp_path / "a", progress=False)
    assert len((tmp_path / "a" / UNFINISHED).read_text(encoding="utf-8").splitlines()) == 1 + 3
    with pytest.raises(RunInvalid, match="eval run"):
        read_scores(tmp_path / "a")
