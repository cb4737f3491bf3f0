"""What docs/ says of the code is what the code is; every link and every command in it leads somewhere."""

import re
import shlex
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from assistant.cli import app as assistant_commands
from eval.cli import app as evaluation
from index.cli import app as index_commands
from tests.documents import DOCS, PAGES

ROOT = DOCS.parent
WRITTEN = sorted([*DOCS.glob("*.md"), *ROOT.glob("*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
# ../name in backquotes is a place in the tree; patterns and names to be chosen are not.
PLACE = re.compile(r"`((?:assistant|index|eval|prompts|tests|docs)/[\w./-]+)`")
COMMAND = re.compile(r"(?:python -m (assistant|index|eval)|(?:^|`)(policy)) ([a-z][a-z-]*(?: [a-z][a-z-]*)*)", re.M)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_built_from_the_code_is_current(name):
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_links_and_places_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    for link in LINK.findall(text):
        if "://" not in link:
            assert (path.parent / link).exists(), link
    for place in PLACE.findall(text):
        assert (ROOT / place).exists() or place.endswith("/runs"), place


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_commands_in_the_text_are_commands_there_are(path):
    known = {"assistant": get_command(assistant_commands), "index": get_command(index_commands)}
    known |= {"eval": get_command(evaluation), "policy": known["assistant"]}
    for module, policy, words in COMMAND.findall(path.read_text(encoding="utf-8")):
        command = known[module or policy]
        for word in shlex.split(words):
            if not getattr(command, "commands", None):
                break
            if (policy, word) == ("policy", "eval"):
                command = known["eval"]
                continue
            assert word in command.commands or command.invoke_without_command, f"{module or policy} {words}"
            command = command.commands.get(word)


def test_the_hooks_before_a_commit_run_what_make_lint_runs():
    configured = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    entries = {hook["id"] for repository in configured["repos"] for hook in repository["hooks"]}
    made = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nlint:")[2].partition("\n\n")[0]
    assert entries == set(re.findall(r"\$\(BIN\)/([\w-]+)", made)) - {"ruff"} | {"ruff", "ruff-format"}


def test_what_changed_is_told_for_this_version():
    from assistant import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_a_newcomer_finds_the_front_doors():
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/python.md"):
        assert (ROOT / name).exists(), name
    assert Path(ROOT / ".github" / "workflows" / "check.yml").exists()
