"""Safe by default: hosts, origins, token and sessions, sizes, rates, headers. Over real HTTP."""

import logging
import socket

import httpx
import pytest

from assistant.api import guard
from assistant.api.access import SESSION_COOKIE
from assistant.api.app import create_api
from assistant.api.login import inside
from assistant.api.logs import Masking
from assistant.api.rates import Rates
from assistant.api.serving import Patient
from assistant.errors import SettingsInvalid
from assistant.memory.store import Memory
from assistant.settings import Settings, refuse_open_doors
from tests.servers.application import serving

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
        copied = {"Cookie": f"{SESSION_COOKIE}={client.cookies[SESSION_COOKIE]}"}
        client.cookies.clear()
        assert client.get("/api/documents", headers=copied).status_code == 200
        assert client.get("/api/documents", headers={"Cookie": f"{SESSION_COOKIE}=forged"}).status_code == 401
        assert client.post("/logout", headers=copied).status_code == 303
        assert client.get("/api/documents", headers=copied).status_code == 401


def test_another_token_ends_the_sessions_of_the_first(application, serve_app, token, tmp_path):
    path = tmp_path / "memory.db"
    with httpx.Client(base_url=serve_app(application(path, token=token, cookie_secure=False))) as client:
        session = client.post("/login", data={"token": token}).cookies[SESSION_COOKIE]
    headers = {"Cookie": f"{SESSION_COOKIE}={session}"}
    same, other = (serve_app(application(path, token=each)) for each in (token, "another-token-for-tests"))
    assert httpx.get(f"{same}/api/documents", headers=headers).status_code == 200
    assert httpx.get(f"{other}/api/documents", headers=headers).status_code == 401


def test_a_session_holds_where_nothing_can_be_written(served, token, tmp_path):
    (tmp_path / "file").write_text("")
    address = served(memory_path=tmp_path / "file" / "memory.db", token=token, cookie_secure=False)
    with httpx.Client(base_url=address) as client:
        assert client.post("/login", data={"token": token}).status_code == 303
        assert client.get("/api/documents").status_code == 200
        copied = {"Cookie": f"{SESSION_COOKIE}={client.cookies[SESSION_COOKIE]}"}
        client.post("/logout")
        client.cookies.clear()
        assert client.get("/api/documents", headers=copied).status_code in (401, 503)


def test_the_sessions_cookie_is_for_https_and_no_script(served, token):
    with httpx.Client(base_url=served(token=token)) as client:
        cookies = client.post("/login", data={"token": token}).headers.get_list("set-cookie")
    (session,) = [cookie for cookie in cookies if cookie.startswith(SESSION_COOKIE)]
    assert all(word in session for word in ("Secure", "HttpOnly", "SameSite=strict"))
    assert token not in session


WAYS_TO_GUESS = {
    "the login page": lambda client, n, **more: client.post("/login", data={"token": f"guess-{n}"}, **more),
    "a bearer": lambda client, n, headers: client.get(
        "/api/documents", headers={**headers, "Authorization": f"Bearer guess-{n}"}
    ),
    "a key": lambda client, n, headers: client.post(
        "/v1/chat/completions", json={}, headers={**headers, "Authorization": f"Bearer pk-{n}"}
    ),
}


@pytest.mark.parametrize("way", WAYS_TO_GUESS)
def test_guessing_is_slowed_whatever_address_a_client_claims(served, token, way):
    guess = WAYS_TO_GUESS[way]
    with httpx.Client(base_url=served(token=token)) as client:
        found = [guess(client, n, headers={"X-Forwarded-For": f"198.51.100.{n}"}) for n in range(40)]
        assert [response.status_code for response in found[:10]] == [401] * 10
        assert {response.status_code for response in found[12:]} == {429}
        assert int(found[-1].headers["retry-after"]) >= 1
        for other in WAYS_TO_GUESS.values():  # all ways share one limit
            assert other(client, 99, headers={}).status_code == 429


def test_who_guesses_right_is_not_slowed_and_a_logged_in_neighbour_works_on(served, token):
    with httpx.Client(base_url=served(token=token, cookie_secure=False)) as client:
        for _ in range(15):
            assert client.get("/api/documents", headers={"Authorization": f"Bearer {token}"}).status_code == 200
        assert client.post("/login", data={"token": token}).status_code == 303
        for n in range(15):
            httpx.get(f"{client.base_url}/api/documents", headers={"Authorization": f"Bearer {n}"})
        assert client.get("/api/documents").status_code == 200


def test_a_trusted_proxy_tells_whose_the_guesses_are(served, token):
    with httpx.Client(base_url=served(token=token, trusted_proxies="127.0.0.0/8")) as client:

        def guess(forwarded):
            return client.post("/login", data={"token": "guess"}, headers={"X-Forwarded-For": forwarded}).status_code

        assert [guess("198.51.100.1") for _ in range(12)][-1] == 429
        assert guess("198.51.100.2") == 401
        # What a client wrote itself stands left of what the proxy adds.
        assert guess("203.0.113.7, 198.51.100.1") == 429
        assert guess("2001:db8::1") == 401
        assert [guess(f"2001:db8::{n:x}") for n in range(2, 14)][-1] == 429


@pytest.mark.parametrize("proxies", ["*", "0.0.0.0/0", "proxy.example.cn", "10.0.0.1/8"])
def test_a_proxy_that_could_be_anybody_is_refused(proxies):
    with pytest.raises(SettingsInvalid, match="POLICY_TRUSTED_PROXIES"):
        refuse_open_doors(Settings(trusted_proxies=proxies))


def test_an_open_connection_that_says_nothing_is_closed(application, monkeypatch):
    monkeypatch.setattr(Patient, "header_seconds", 0.2)
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.2)
    with serving(application()) as address:
        host, port = address.removeprefix("http://").split(":")
        for said in (b"", b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "):
            with socket.create_connection((host, int(port)), timeout=30) as connection:
                connection.sendall(said)
                assert connection.recv(1_000) == b""
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(
                b"POST /api/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                b"Content-Length: 100\r\n\r\n{"
            )
            assert b" 408 " in connection.recv(1_000)


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
        assert client.get("/api/documents").status_code == 429
        assert client.get("/healthz").status_code == 200


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
    line = (
        "来电 13912345678、139-1234-5678，身份证 11010519491231002X，座机 0575-85123456，邮箱 wang@example.cn，"
        "Bearer sk-abcdef123456 秘密，连不上 postgresql://kim:geheim@db.example.cn/policy"
    )
    record = logging.LogRecord("x", logging.INFO, "x", 1, line, (), None)
    shown = Masking(("秘密",)).format(record)
    hidden = ["13912345678", "1234-5678", "19491231", "85123456", "wang@", "sk-abcdef123456", "秘密", "geheim"]
    assert [each for each in hidden if each in shown] == []
    assert "db.example.cn/policy" in shown
    money = logging.LogRecord("x", logging.INFO, "x", 1, "奖励1500000元，2025-12-31，第12条", (), None)
    assert Masking().format(money).endswith("奖励1500000元，2025-12-31，第12条")
