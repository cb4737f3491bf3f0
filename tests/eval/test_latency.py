"""What latency reports; how long anything takes is not asserted anywhere."""

from assistant.settings import Settings
from eval.latency import measure, read_questions


def test_every_stage_is_reported_beside_the_embedding(data_dir):
    questions = read_questions()[:3]
    report = measure(Settings(data_dir=data_dir), questions)
    assert report["questions"] == 3
    assert {"embed_query", "search", "answer", "answer.retrieve", "answer.draft"} <= set(report["stages"])
    for stage in report["stages"].values():
        assert 0 <= stage["p50_ms"] <= stage["p95_ms"]
    assert report["answer_over_embedding"] > 0


def test_the_questions_are_short_and_of_many_kinds():
    questions = read_questions()
    assert len(set(questions)) >= 20
    assert all(0 < len(question) <= 200 for question in questions)
