import pytest

from assistant.drafting.prompts import FOLDER, load_prompt, prompts_version
from assistant.errors import SettingsInvalid


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.md")))
def test_every_prompt_fills_with_exactly_its_variables(name):
    prompt = load_prompt(name)
    filled = prompt.fill(**{variable: f"〔{variable}〕" for variable in prompt.variables})
    assert all(f"〔{variable}〕" in filled for variable in prompt.variables)
    assert "$" not in filled


def test_user_text_is_never_read_as_a_template():
    assert "$cards {{c1}}" in load_prompt("plan_request").fill(as_of="2026-11-22", found="", question="$cards {{c1}}")


def test_a_missing_or_extra_variable_is_an_error():
    with pytest.raises(ValueError, match="declares"):
        load_prompt("plan_request").fill(question="x")
    with pytest.raises(ValueError, match="declares"):
        load_prompt("plan_request").fill(question="x", as_of="y", found="", more="z")


@pytest.mark.parametrize("text", ["no front matter", "---\nvariables: [a]\n---\n$b", "---\nvariables: a\n---\n$a"])
def test_a_malformed_prompt_file_is_refused_by_name(tmp_path, text):
    (tmp_path / "bad.md").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsInvalid, match=r"bad\.md"):
        load_prompt("bad", tmp_path)


def test_the_version_changes_with_any_letter(tmp_path):
    (tmp_path / "a.md").write_text("one", encoding="utf-8")
    before = prompts_version(tmp_path)
    prompts_version.cache_clear()
    (tmp_path / "a.md").write_text("two", encoding="utf-8")
    assert prompts_version(tmp_path) != before
