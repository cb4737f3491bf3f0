"""The OpenAPI description is kept: generated requests find no server error and no answer outside its schema."""

import subprocess
import sys
from pathlib import Path


def test_generated_requests_find_no_server_error_and_no_schema_violation(address, tmp_path):
    command = [
        str(Path(sys.executable).parent / "schemathesis"), "run", f"{address}/openapi.json",
        "--max-examples", "12", "--seed", "1", "--phases", "examples,coverage,fuzzing",
        "--generation-database", "none",
        "--suppress-health-check", "filter_too_much",  # of a path's parameter, whose slashes are ours to take
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-6_000:] + done.stderr[-2_000:]


def test_the_description_is_chinese_and_the_page_comes_from_here(client):
    described = client.get("/openapi.json").json()
    for path, operations in described["paths"].items():
        for operation in operations.values():
            assert any("一" <= character <= "鿿" for character in operation["summary"]), path
            assert "application/problem+json" in operation["responses"]["500"]["content"]
    page = client.get("/docs")
    assert "://" not in page.text
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "docs.js"):
        assert f"/docs/{name}" in page.text
        assert client.get(f"/docs/{name}").status_code == 200
    assert client.get("/docs/LICENSE").status_code == 404


def test_metrics_count_by_route_and_hold_nobodys_text(client):
    client.post("/api/ask", json={"question": "绍兴小巨人奖励多少？"})
    client.get("/api/clauses/shaoxing-2025/(十二)")
    text = client.get("/metrics").text
    assert 'policy_answers_total{drafted_by="extractive",status="answered"}' in text
    assert 'route="/api/clauses/{clause_id:path}"' in text
    assert "小巨人" not in text


def test_texts_and_awards(client):
    found = client.get("/api/search", params={"q": "绍兴小巨人", "k": 3}).json()
    assert found["clauses"][0]["clause_id"] == "shaoxing-2025/（十二）"
    assert found["awards"][0]["clause_id"] == "shaoxing-2025/（十二）"
    clause = client.get("/api/clauses/shaoxing-2025/(十二)").json()
    assert clause["clause_id"] == "shaoxing-2025/（十二）"
    assert clause["awards"]
    assert len(client.get("/api/documents").json()) == 5
    rules = client.get("/api/rules", params={"city": "杭州"}).json()
    assert {rule["document_id"] for rule in rules} == {"hangzhou-2023"}
    assert all({each["id"] for each in rule["inputs"]} <= set(rule["form"]["properties"]) for rule in rules)
    assert client.get("/api/rules", params={"city": "火星"}).status_code == 404


def test_calculate_match_verify(client):
    rule = "shaoxing-2025/(八):equipment-investment"
    body = {"rule_id": rule, "inputs": {"equipment_investment": "500万元"}}
    assert client.post("/api/calculate", json=body).json()["amount_yuan"] == "300000"
    assert client.post("/api/calculate", json={"rule_id": "none"}).status_code == 404
    wrong = client.post("/api/calculate", json={"rule_id": rule, "inputs": {"equipment_investment": 0.5}})
    assert wrong.status_code == 422
    matched = client.post("/api/match", json={"city": "绍兴", "profile": "我们是国家级专精特新小巨人企业。"}).json()
    assert any(each["verdict"] == "applies" for each in matched["matches"])
    claim = {"cites": {"1": "shaoxing-2025/(十二)"}, "question": "绍兴国家级小巨人奖励多少？", "as_of": "2026-11-22"}
    right = "绍兴：当年认定为国家级专精特新“小巨人”企业的，一次性奖励150万元[1]。"
    for answer, verdict in ((right, "pass"), (right.replace("150", "500"), "fail")):
        verdicts = client.post("/api/verify", json={"answer": answer, **claim}).json()["sentences"]
        assert [each["verdict"] for each in verdicts] == [verdict]
