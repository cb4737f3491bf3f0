"""Questions over HTTP: at once, streamed, remembered."""

import json

import httpx
import pytest

from assistant.answer import Answer

QUESTION = "绍兴国家级专精特新小巨人奖励多少？"
AS_OF = "2026-11-22"


def events(response):
    """(name, data) of each server-sent event."""
    for block in response.read().decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if line)
        if lines:
            yield lines["event"], json.loads(lines["data"])


def stream(client, **body):
    with client.stream("POST", "/api/ask/stream", json=body) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        return list(events(response))


def test_an_answer_is_the_public_schema(client):
    response = client.post("/api/ask", json={"question": QUESTION, "as_of": AS_OF, "city": "绍兴"})
    answer = Answer.model_validate(response.json())
    assert answer.calculations[0].amount_yuan == "1500000"
    assert response.headers["content-type"] == "application/json"


def test_the_stream_comes_in_order_and_its_sentences_joined_are_the_answer(client):
    found = stream(client, question=QUESTION, as_of=AS_OF)
    names = [name for name, _ in found]
    assert names == sorted(names, key=["evidence", "calculation", "sentence", "done"].index)
    assert (names.count("evidence"), names.count("done")) == (1, 1)
    done = Answer.model_validate(found[-1][1])
    sentences = [data for name, data in found if name == "sentence"]
    assert [sentence["index"] for sentence in sentences] == list(range(len(sentences)))
    assert "".join(sentence["markdown"] for sentence in sentences) == done.answer
    assert found[0][1]["citations"] == [citation.model_dump(mode="json") for citation in done.citations]
    calculations = [data for name, data in found if name == "calculation"]
    assert calculations == [calculation.model_dump(mode="json") for calculation in done.calculations]


@pytest.mark.parametrize("door", ["/api/ask", "/api/ask/stream"])
@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"question": "  "}, "question_refused"),
        ({"question": ""}, "request_invalid"),
        ({"question": "啊" * 5_000}, "question_refused"),
        ({"question": "啊" * 20_001}, "request_invalid"),
        ({"question": QUESTION, "as_of": "明天"}, "request_invalid"),
        ({"question": QUESTION, "nonsense": 1}, "request_invalid"),
        ({"question": QUESTION, "history": [{"role": "nobody", "content": ""}]}, "request_invalid"),
        ({"question": "\ud800"}, "request_invalid"),
        ({}, "request_invalid"),
        ([], "request_invalid"),
    ],
)
def test_what_cannot_be_asked_is_a_problem_before_anything_is_streamed(client, door, body, code):
    response = client.post(door, content=json.dumps(body), headers={"Content-Type": "application/json"})
    problem = response.json()
    assert response.status_code == problem["status"] == 422
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["code"] == code
    assert any("一" <= character <= "鿿" for character in problem["detail"])


def test_a_broken_body_is_a_problem_too(client):
    response = client.post("/api/ask", content=b"{broken", headers={"Content-Type": "application/json"})
    assert (response.status_code, response.json()["code"]) == (422, "request_invalid")


def test_an_answer_can_be_looked_up_again_and_its_id_is_ours_to_choose(client):
    answer = client.post("/api/ask", json={"question": QUESTION, "as_of": AS_OF, "id": "call-17"}).json()
    assert answer["id"] == "call-17"
    assert client.get("/api/answers/call-17").json() == answer
    assert client.get("/api/answers/unknown").status_code == 404


def test_an_answer_of_an_own_id_is_nobody_elses(client, address):
    client.post("/api/ask", json={"question": QUESTION, "id": "mine"})
    assert httpx.get(f"{address}/api/answers/mine").status_code == 404
    minted = client.post("/api/ask", json={"question": QUESTION}).json()["id"]
    assert httpx.get(f"{address}/api/answers/{minted}").status_code == 200


def test_a_conversation_is_the_context_of_a_follow_up(client):
    conversation = client.post("/api/conversations", json={}).json()["id"]
    ask = {"as_of": AS_OF, "conversation_id": conversation}
    client.post("/api/ask", json={"question": "杭州小巨人奖励多少？", **ask})
    followed = stream(client, question="那绍兴呢？", **ask)[-1][1]
    assert followed["calculations"][0]["amount_yuan"] == "1500000"
    read = client.get(f"/api/conversations/{conversation}").json()
    assert [answer["question"] for answer in read["answers"]] == ["杭州小巨人奖励多少？", "那绍兴呢？"]
    assert read["answers"][1] == followed
    assert read["title"] == "杭州小巨人奖励多少？"
    assert client.post("/api/ask", json={"question": "x", "conversation_id": "none"}).status_code == 404


def test_feedback_needs_an_answer_and_known_reasons(client):
    answer = client.post("/api/ask", json={"question": QUESTION}).json()["id"]
    body = {"answer_id": answer, "verdict": "bad", "reasons": ["金额有误"], "comment": "应为200万元"}
    given = client.post("/api/feedback", json=body)
    assert given.status_code == 201
    assert given.json()["reasons"] == ["金额有误"]
    assert client.post("/api/feedback", json={**body, "answer_id": "none"}).status_code == 404
    refused = client.post("/api/feedback", json={**body, "reasons": ["不喜欢"]})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "reasons.0"


def test_a_memory_that_fails_loses_no_answer(served, tmp_path):
    (tmp_path / "file").write_text("")
    with httpx.Client(base_url=served(memory_path=tmp_path / "file" / "memory.db")) as client:
        answer = client.post("/api/ask", json={"question": QUESTION, "as_of": AS_OF}).json()
        streamed = stream(client, question=QUESTION, as_of=AS_OF)[-1][1]
        for given in (answer, streamed):
            assert "150万元" in given["answer"]
            assert "回答未能保存" in next(w["message"] for w in given["warnings"] if w["code"] == "not_saved")
        lost = client.get(f"/api/answers/{answer['id']}")
        assert (lost.status_code, lost.json()["code"]) == (503, "memory_unavailable")
