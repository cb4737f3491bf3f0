"""People, sessions and keys, on both databases."""

from datetime import timedelta

import pytest

from assistant.errors import AlreadyThere, RequestInvalid, UnknownRecord
from assistant.memory.people import SESSION_SECONDS


def test_a_session_ends_by_itself_by_logout_and_with_its_person(memory, now):
    people = memory.people
    user = people.add_user("Wang@Example.cn", "王", "operator")
    team, own, other = people.open_session("token:x"), *(people.open_session("oidc", user.id) for _ in range(2))
    assert people.login(team).user is None
    assert people.login(own).user.email == "wang@example.cn"
    people.end_session(own)
    assert people.login(own) is None
    assert people.login(other) is not None
    people.change_user("wang@example.cn", active=False)
    assert people.login(other) is None
    people.change_user(user.id, active=True)
    assert people.login(other) is None
    assert people.login("nonsense") is None
    now.moment += timedelta(seconds=SESSION_SECONDS)
    assert people.login(team) is None
    assert memory.retention.purge() == 1


def test_all_sessions_of_somebody_can_be_ended(memory):
    people = memory.people
    user = people.add_user("wang@example.cn", "王", "viewer")
    sessions = [people.open_session("oidc", user.id) for _ in range(3)]
    assert people.end_sessions(user.id) == 3
    assert [people.login(each) for each in sessions] == [None] * 3


def test_who_arrives_is_invited_new_or_nobody(memory):
    people = memory.people
    invited = people.add_user("wang@example.cn", "王", "editor")
    with pytest.raises(AlreadyThere, match="已有"):
        people.add_user("WANG@example.cn", "另一个王", "admin")
    assert people.arrived("https://idp 1", "wang@example.cn", "王小二", None).id == invited.id
    assert people.arrived("https://idp 1", None, "", None).role == "editor"
    # Another account of the provider that claims the same address is not the person.
    assert people.arrived("https://idp 2", "wang@example.cn", "假王", "viewer") is None
    assert people.arrived("https://idp 3", "li@example.cn", "李", None) is None
    assert people.arrived("https://idp 3", "li@example.cn", "李", "viewer").role == "viewer"
    people.change_user("li@example.cn", active=False)
    assert people.arrived("https://idp 3", "li@example.cn", "李", "viewer") is None
    with pytest.raises(UnknownRecord):
        people.change_user("nobody@example.cn", role="admin")


def test_a_key_works_until_it_is_over_or_revoked(memory, now):
    people = memory.people
    key, secret = people.add_key("门户", ["ask", "read"], days=30)
    assert key.scopes == ["read", "ask"]
    assert people.key(secret)[0].id == key.id
    assert people.keys()[0].used_at == now.moment
    assert people.key(secret + "x") is None
    now.moment += timedelta(days=30)
    assert people.key(secret) is None
    other, secret = people.add_key("门户", ["read"])
    people.revoke_key(other.id)
    assert people.key(secret) is None
    with pytest.raises(RequestInvalid, match="权限"):
        people.add_key("空", [])


def test_no_secret_is_kept(memory, place):
    session, (_, secret) = memory.people.open_session("oidc"), memory.people.add_key("门户", ["ask"])
    with memory.database.session() as opened:
        kept = [opened.connection().exec_driver_sql(f"SELECT * FROM {name}").all() for name in ("sessions", "api_keys")]
    assert session not in str(kept)
    assert secret not in str(kept)
