"""What is imported is declared, what is declared has its reason in docs/dependencies.md, and the core does without extras."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OURS = {"assistant", "index", "eval", "prompts", "app", "tests"}


def names(requirements):
    return {re.split(r"[\[<>=;~! ]", each)[0].lower().replace("_", "-") for each in requirements}


CORE = names(PROJECT["dependencies"])
EXTRAS = {extra: names(needed) for extra, needed in PROJECT["optional-dependencies"].items()}
FOR_USERS = CORE.union(*(needed for extra, needed in EXTRAS.items() if extra != "dev"))


def imported():
    """(file, distributions) of every import that is not ours or the standard library's."""
    known = packages_distributions()
    for path in [ROOT / "app.py", *(p for top in ("assistant", "index", "eval") for p in (ROOT / top).rglob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and not node.level:
                found = [node.module]
            for name in (each.partition(".")[0] for each in found):
                if name not in OURS | sys.stdlib_module_names:
                    yield path.relative_to(ROOT), {each.lower().replace("_", "-") for each in known.get(name, [name])}


def test_every_package_that_is_imported_is_declared():
    undeclared = {
        (str(path), *sorted(packages))
        for path, packages in imported()
        if not packages & (FOR_USERS | (EXTRAS["dev"] if path.parts[0] == "eval" else set()))
    }
    assert undeclared == set()


def test_every_package_that_is_declared_has_its_reason():
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert {name for name in FOR_USERS if f"`{name}`" not in told} == set()
    assert all(f"policy-assistant[{extra}]" in told for extra in EXTRAS if extra != "dev")


def without(packages, code, **environment):
    """Run code where these packages cannot be imported, as where they are not installed."""
    blocked = (
        "import sys, importlib.abc\n"
        "class Absent(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.partition('.')[0] in {sorted(packages)!r}: raise ModuleNotFoundError(name, name=name)\n"
        "sys.meta_path.insert(0, Absent())\n"
    )
    import os

    env = {key: value for key, value in os.environ.items() if not key.startswith("POLICY_")} | environment
    return subprocess.run([sys.executable, "-c", blocked + code], cwd=ROOT, capture_output=True, text=True, env=env)


@pytest.fixture(scope="module")
def extras():
    """The modules that only an extra brings."""
    modules = packages_distributions()
    wanted = set().union(*(needed for extra, needed in EXTRAS.items() if extra not in ("dev",))) - CORE
    return {name for name, of in modules.items() if wanted & {each.lower().replace("_", "-") for each in of}}


def test_the_core_builds_answers_and_serves_without_any_extra(extras, data_dir, tmp_path):
    code = f"""
import json, pathlib
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.answer import AskRequest
from assistant.memory.store import Memory
from index.embedding.embedder import open_builder
rows = open_builder().encode_document(["小巨人"])
opened = Assistant.open(Settings(data_dir=pathlib.Path({str(data_dir)!r})))
answer = opened.answer(AskRequest(question="绍兴国家级专精特新小巨人奖励多少？", as_of="2026-11-22"))
from assistant.api.app import create_api
from assistant.pages.router import add_pages
app = create_api(opened, Settings(), Memory(pathlib.Path({str(tmp_path)!r}) / "memory.db"))
add_pages(app)
print(json.dumps([rows.shape[0], answer.headline[0].amount_yuan, "/api/ask" in app.openapi()["paths"]]))
"""
    done = without(extras, code)
    assert done.stdout, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == [1, "1500000", True]


@pytest.mark.parametrize(
    ("name", "value", "extra"),
    [("POLICY_LLM_BASE_URL", "http://127.0.0.1:9/v1", "llm"), ("POLICY_EMBEDDING_MODEL", "some-model", "transformers")],
)
def test_what_a_setting_needs_and_is_not_installed_is_told_with_the_remedy(extras, data_dir, name, value, extra):
    code = "import sys; from assistant.cli import main; sys.exit(main(['ask', '绍兴小巨人奖励多少？']))"
    done = without(extras, code, POLICY_DATA_DIR=str(data_dir), POLICY_LLM_MODEL="m", **{name: value})
    assert done.returncode in (1, 4)
    assert "Traceback" not in done.stderr
    assert f"policy-assistant[{extra}]" in done.stderr or done.returncode == 4
