"""Safe by default: hosts, origins, token and sessions, sizes, rates, headers. Over real HTTP."""

import httpx
import pytest

from assistant.api.access import SESSION_COOKIE
from assistant.api.app import create_api
from assistant.api.login import inside
from assistant.api.logs import masked
from assistant.api.rates import Rates
from assistant.errors import SettingsInvalid
from assistant.memory.store import Memory
from assistant.settings import Settings

ASK = {"question": "绍兴小巨人奖励多少？"}


@pytest.mark.parametrize(
    "settings",
    [{"host": "0.0.0.0"}, {"public_hosts": "policy.example.cn"}, {"host": "0.0.0.0", "token": "short"}],
)
def test_nothing_is_served_to_others_without_a_good_token(assistant, tmp_path, settings):
    with pytest.raises(SettingsInvalid, match="POLICY_TOKEN"):
        create_api(assistant, Settings(data_dir=tmp_path, **settings), Memory(tmp_path / "m.db"))


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil", ""])
def test_a_foreign_name_that_resolves_here_is_refused(client, host):
    response = client.get("/api/documents", headers={"Host": host})
    assert response.status_code == 421
    assert response.headers["content-type"] == "application/problem+json"


def test_a_page_elsewhere_cannot_post(client, address):
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        refused = client.post("/api/ask", json=ASK, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "foreign_origin")
    assert client.post("/api/ask", json=ASK, headers={"Origin": address}).status_code == 200
    assert (
        client.post("/api/ask", content=b'{"question": "x"}', headers={"Content-Type": "text/plain"}).status_code == 422
    )


def test_with_a_token_everything_but_health_is_locked(served, token):
    with httpx.Client(base_url=served(token=token)) as client:
        for path in ("/healthz", "/readyz", "/login", "/login.css"):
            assert client.get(path).status_code == 200
        for path in ("/api/documents", "/metrics", "/docs", "/openapi.json", "/v1/models"):
            assert client.get(path).status_code == 401
        refused = client.post("/api/ask", json=ASK, headers={"Authorization": "Bearer wrong-token-wrong"})
        assert refused.status_code == 401
        assert refused.headers["www-authenticate"] == "Bearer"
        assert client.post("/api/ask", json=ASK, headers={"Authorization": f"Bearer {token}"}).status_code == 200
        page = client.get("/hotline", headers={"Accept": "text/html"})
        assert (page.status_code, page.headers["location"]) == (303, "/login?next=/hotline")


def test_the_login_page_opens_a_session(served, token):
    with httpx.Client(base_url=served(token=token, cookie_secure=False)) as client:
        wrong = client.post("/login", data={"token": "nonsense", "next": "/"})
        assert wrong.status_code == 401
        assert "令牌不对" in wrong.text
        entered = client.post("/login", data={"token": token, "next": "//evil.example"})
        assert (entered.status_code, entered.headers["location"]) == (303, "/")
        assert client.get("/api/documents").status_code == 200
        until, _, signature = client.cookies[SESSION_COOKIE].partition(".")
        forged = {"Cookie": f"{SESSION_COOKIE}={int(until) + 1}.{signature}"}
        client.cookies.clear()
        assert client.get("/api/documents", headers=forged).status_code == 401


def test_the_sessions_cookie_is_for_https_and_no_script(served, token):
    with httpx.Client(base_url=served(token=token)) as client:
        cookies = client.post("/login", data={"token": token}).headers.get_list("set-cookie")
    (session,) = [cookie for cookie in cookies if cookie.startswith(SESSION_COOKIE)]
    assert all(word in session for word in ("Secure", "HttpOnly", "SameSite=strict"))
    assert token not in session


def test_guessing_the_token_is_slowed(served, token):
    with httpx.Client(base_url=served(token=token)) as client:
        found = [client.post("/login", data={"token": f"guess-{n}"}) for n in range(12)]
    assert [response.status_code for response in found[:10]] == [401] * 10
    assert found[-1].status_code == 429
    assert int(found[-1].headers["retry-after"]) >= 1


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\nSet-Cookie:x"]
)
def test_a_login_never_leads_elsewhere(target):
    assert inside(target) == "/"


def test_too_much_too_often(served):
    with httpx.Client(base_url=served(rate_limit=20, max_body_kb=16)) as client:
        large = client.post("/api/ask", json={"question": "啊" * 10_000})
        assert (large.status_code, large.json()["code"]) == (413, "too_large")

        def pieces():
            yield from [b"x" * 4_096] * 8

        headers = {"Content-Type": "application/json"}
        assert client.post("/api/ask", content=pieces(), headers=headers).status_code == 413
        found = [client.get("/api/search", params={"q": "小巨人"}) for _ in range(12)]
        slowed = found[-1]
        assert (slowed.status_code, slowed.json()["code"]) == (429, "too_many_requests")
        assert int(slowed.headers["retry-after"]) >= 1
        assert client.get("/api/documents").status_code == 200


def test_a_bucket_refills_evenly():
    moment = 0.0
    rates = Rates(60, now=lambda: moment)
    assert [rates.wait("a") for _ in range(30)] == [0.0] * 30
    assert rates.wait("a") == pytest.approx(1.0)
    assert rates.wait("b") == 0
    moment = 1.0
    assert rates.wait("a") == 0
    assert rates.wait("a") > 0


def test_every_answer_carries_its_headers_and_a_new_client_gets_an_id(client):
    first = client.get("/api/conversations")
    assert first.headers["content-security-policy"].startswith("default-src 'none'")
    assert first.headers["x-content-type-options"] == "nosniff"
    assert "HttpOnly" in first.headers["set-cookie"]
    assert "set-cookie" not in client.get("/api/conversations").headers


def test_nobody_sees_anothers_conversations(client, address):
    mine = client.post("/api/conversations", json={"title": "甲的"}).json()
    with httpx.Client(base_url=address) as other:
        assert other.get("/api/conversations").json() == []
        assert other.get(f"/api/conversations/{mine['id']}").status_code == 404
        assert other.delete(f"/api/conversations/{mine['id']}").status_code == 404
    assert [each["title"] for each in client.get("/api/conversations").json()] == ["甲的"]


@pytest.mark.parametrize("path", ["/api/nothing", "/v1/nothing", "/api/clauses/shaoxing-2025/（九十九）"])
def test_what_is_not_there_is_a_problem(client, path):
    response = client.get(path)
    assert response.status_code == response.json()["status"] == 404
    assert response.headers["content-type"] == "application/problem+json"


def test_a_wrong_method_names_the_right_ones(client):
    response = client.get("/api/ask")
    assert (response.status_code, response.headers["allow"]) == (405, "POST")


def test_the_log_holds_no_personal_number_and_no_secret():
    line = "来电 13912345678、139-1234-5678，身份证 11010519491231002X，座机 0575-85123456，Bearer sk-abcdef123456 秘密"
    shown = masked(line, ("秘密",))
    for hidden in ("13912345678", "1234-5678", "19491231", "85123456", "sk-abcdef123456", "秘密"):
        assert hidden not in shown
    assert masked("奖励1500000元，2025-12-31，第12条") == "奖励1500000元，2025-12-31，第12条"
