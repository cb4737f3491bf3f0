from pathlib import Path

import pytest

from assistant.errors import SettingsInvalid
from assistant.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"POLICY_{name.upper()}", raising=False)


def test_a_misspelt_key_in_the_environment_is_refused_by_name(monkeypatch):
    monkeypatch.setenv("POLICY_LLM_MODLE", "x")
    with pytest.raises(SettingsInvalid, match="POLICY_LLM_MODLE"):
        load_settings()


def test_a_misspelt_key_in_the_env_file_is_refused_too(tmp_path):
    Path(".env").write_text("POLICY_PROT=1\n", encoding="utf-8")
    with pytest.raises(SettingsInvalid, match="POLICY_PROT"):
        load_settings()


def test_the_env_file_is_read():
    Path(".env").write_text("POLICY_PORT=7999\n", encoding="utf-8")
    assert load_settings().port == 7999


def test_a_value_out_of_range_is_named(monkeypatch):
    monkeypatch.setenv("POLICY_PORT", "99999")
    with pytest.raises(SettingsInvalid, match="POLICY_PORT"):
        load_settings()


def test_a_key_never_shows_its_secret(monkeypatch):
    monkeypatch.setenv("POLICY_LLM_API_KEY", "sk-secret")
    assert "sk-secret" not in repr(load_settings())
