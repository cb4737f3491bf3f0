"""What `import assistant` offers, and the examples of docs/python.md as written."""

import ast
import doctest
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import assistant
from assistant import public
from assistant.settings import settings

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "python.md"


def test_everything_promised_is_there_and_has_a_docstring():
    assert sorted(assistant.__all__) == assistant.__all__
    for name in assistant.__all__:
        offered = getattr(assistant, name)
        assert name == "__version__" or inspect.getdoc(offered), name
        assert name in dir(assistant)


def test_everything_imported_for_the_type_checker_is_promised():
    tree = ast.parse((ROOT / "assistant" / "__init__.py").read_text(encoding="utf-8"))
    checked = next(node for node in tree.body if isinstance(node, ast.If))
    named = {alias.name for node in checked.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert named | {"__version__"} == set(assistant.__all__)


def test_what_is_not_promised_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = assistant.nonsense


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        ("import assistant", {"pydantic", "numpy", "torch"}),
        ("from assistant import calculate", {"torch", "chromadb", "gradio", "fastapi", "langchain_core"}),
        ("from assistant import Assistant", {"torch", "gradio", "fastapi", "langchain_core"}),
    ],
)
def test_an_import_costs_only_what_it_needs(statement, unwanted):
    code = f"import sys; {statement}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert unwanted.isdisjoint(loaded.stdout.split())


@pytest.fixture
def served(data_dir, monkeypatch):
    monkeypatch.setenv("POLICY_DATA_DIR", str(data_dir))
    settings.cache_clear()
    public._opened.cache_clear()
    yield
    public._opened.cache_clear()
    settings.cache_clear()


def test_the_ten_examples_run_as_written(served):
    text = GUIDE.read_text(encoding="utf-8")
    assert len(re.findall(r"^## \d+\. ", text, re.M)) == 10
    parsed = doctest.DocTestParser().get_doctest(text, {}, GUIDE.name, str(GUIDE), 0)
    assert len(parsed.examples) > 20
    report: list[str] = []
    assert doctest.DocTestRunner().run(parsed, out=report.append).failed == 0, "".join(report)
