"""Login through a real OpenID provider: who comes in, as whom, and what is refused."""

import re
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from assistant.api.access import SESSION_COOKIE
from assistant.errors import SettingsInvalid
from assistant.memory.store import Memory
from assistant.settings import Settings, refuse_open_doors
from tests.servers.provider import provider

WANG = {"email": "wang@example.cn", "email_verified": True, "name": "王小二"}


@pytest.fixture(scope="module")
def issuer():
    with provider(
        wang=WANG,
        li={"email": "li@example.cn", "email_verified": True, "name": "李四"},
        liar={"email": "wang@example.cn", "email_verified": False},
    ) as address:
        yield address


@pytest.fixture
def house(application, serve_app, issuer, tmp_path):
    """An application with this provider: (address, its memory)."""

    def make(**settings):
        path = tmp_path / "memory.db"
        given = {"oidc_issuer": issuer, "oidc_client_id": "policy", "oidc_client_secret": "s" * 32}
        address = serve_app(application(path, cookie_secure=False, **given, **settings))
        memory = Memory(path)
        opened.append(memory)
        return address, memory

    opened = []
    yield make
    for memory in opened:
        memory.close()


def arrive(browser, subject, start="/login/oidc?next=/hotline"):
    """Go through the provider as `subject`; the last answer of ours."""
    sent = browser.get(start)
    assert sent.status_code == 302, sent.text
    returned = httpx.post(sent.headers["location"], data={"sub": subject})
    return browser.get(returned.headers["location"])


def test_a_person_is_known_by_the_provider_and_has_the_role_given_here(house):
    address, memory = house()
    memory.people.add_user("wang@example.cn", "王", "editor")
    with httpx.Client(base_url=address) as browser:
        assert browser.get("/api/me").status_code == 401
        assert "统一身份认证" in browser.get("/login").text
        entered = arrive(browser, "wang")
        assert entered.status_code == 200
        assert 'content="0;url=/hotline"' in entered.text
        me = browser.get("/api/me").json()
        assert (me["role"], me["scopes"]) == ("editor", ["read", "ask", "notes", "edit"])
        assert browser.get("/api/users").status_code == 403
        answer = browser.post("/api/ask", json={"question": "绍兴小巨人奖励多少？"}).json()
        # The person's own conversations, in whichever browser.
        with httpx.Client(base_url=address) as elsewhere:
            arrive(elsewhere, "wang")
            conversation = browser.post("/api/conversations", json={"title": "王的"}).json()
            assert [each["id"] for each in elsewhere.get("/api/conversations").json()] == [conversation["id"]]
            copied = {"Cookie": f"{SESSION_COOKIE}={browser.cookies[SESSION_COOKIE]}"}
            assert browser.post("/logout").status_code == 303
            assert httpx.get(f"{address}/api/me", headers=copied).status_code == 401
            assert elsewhere.get("/api/me").status_code == 200
            memory.people.change_user("wang@example.cn", active=False)
            assert elsewhere.get("/api/me").status_code == 401
    asked = [entry for entry in memory.audit.entries() if entry.action == "ask"]
    assert [(entry.actor, entry.subject) for entry in asked] == [(me["actor"], answer["id"])]
    assert memory.audit.verify().broken_at is None


@pytest.mark.parametrize("subject", ["li", "liar", "stranger"])
def test_who_was_not_invited_does_not_come_in(house, subject):
    address, memory = house()
    memory.people.add_user("wang@example.cn", "王", "admin")
    with httpx.Client(base_url=address) as browser:
        refused = arrive(browser, subject)
        assert refused.status_code == 403
        assert "还没有开通" in refused.text
        assert SESSION_COOKIE not in browser.cookies
        assert browser.get("/api/me").status_code == 401


def test_everybody_the_provider_knows_may_be_let_in_as_viewers(house):
    address, memory = house(oidc_new_role="viewer")
    with httpx.Client(base_url=address) as browser:
        arrive(browser, "li")
        assert browser.get("/api/me").json()["role"] == "viewer"
        assert browser.get("/api/notes").status_code == 403
        arrive(browser, "li")
    (user,) = memory.people.users()
    assert (user.email, user.name) == ("li@example.cn", "李四")


def test_a_login_that_was_not_begun_in_this_browser_is_refused_and_counted(house):
    address, _ = house(oidc_new_role="viewer")
    with httpx.Client(base_url=address) as victim, httpx.Client(base_url=address) as attacker:
        sent = attacker.get("/login/oidc")
        returned = httpx.post(sent.headers["location"], data={"sub": "li"}).headers["location"]
        assert victim.get(returned).status_code == 401  # a login of the attacker's must not become the victim's
        assert attacker.get(re.sub(r"code=[^&]+", "code=guessed", returned)).status_code == 401
        found = [victim.get("/login/callback?code=x&state=y").status_code for _ in range(15)]
        assert (found[0], found[-1]) == (401, 429)


def test_the_request_asks_for_a_proof_key_and_a_nonce(house):
    address, _ = house()
    with httpx.Client(base_url=address) as browser:
        asked = parse_qs(urlsplit(browser.get("/login/oidc").headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["nonce"]
    assert asked["redirect_uri"] == [f"{address}/login/callback"]


def test_a_provider_that_is_down_is_said_and_the_token_still_works(application, serve_app, token):
    given = {"oidc_issuer": "http://localhost:9", "oidc_client_id": "policy", "oidc_client_secret": "s" * 32}
    with httpx.Client(base_url=serve_app(application(token=token, **given))) as browser:
        failed = browser.get("/login/oidc")
        assert failed.status_code == 503
        assert "连不上统一身份认证" in failed.text
        me = browser.get("/api/me", headers={"Authorization": f"Bearer {token}"}).json()
        assert (me["actor"], "admin" in me["scopes"]) == ("token", True)


def test_without_the_provider_its_sessions_are_over(house, application, serve_app, tmp_path, token):
    address, _ = house(oidc_new_role="admin")
    with httpx.Client(base_url=address) as browser:
        arrive(browser, "li")
        cookie = {"Cookie": f"{SESSION_COOKIE}={browser.cookies[SESSION_COOKIE]}"}
    later = serve_app(application(tmp_path / "memory.db", token=token))
    assert httpx.get(f"{later}/api/me", headers=cookie).status_code == 401


@pytest.mark.parametrize(
    "settings",
    [
        {"oidc_issuer": "http://login.example.cn", "oidc_client_id": "x", "oidc_client_secret": "y"},
        {"oidc_issuer": "https://login.example.cn"},
    ],
)
def test_half_a_provider_or_one_without_https_is_refused(settings):
    with pytest.raises(SettingsInvalid, match="OIDC"):
        refuse_open_doors(Settings(**settings))
