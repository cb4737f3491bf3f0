"""The code knows no place by name: what differs between places is data of the documents and of the table."""

import ast
import re
from pathlib import Path

import pytest

from index.vocabulary.divisions import CITY, PROVINCE, divisions, short_name

ROOT = Path(__file__).resolve().parents[1]
# Names that are also words of the genre are no sign of a place.
_NAMES = {
    form
    for place in divisions().places.values()
    if place.level in (CITY, PROVINCE)
    for form in (place.name, short_name(place.name))
    if len(form) > 1 and form not in ("海南", "河南", "山东", "江西")
} - {"东方", "吉林", "朝阳", "大同", "安康", "白银", "资阳", "海东", "海北", "海西", "玉树", "中山", "三沙"}
_PLACE = re.compile("|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True)))
# A measurement over the shipped documents, which a service never runs.
_MEASURES = ROOT / "assistant/decide/benchmark.py"
MODULES = sorted({*(ROOT / "index").rglob("*.py"), *(ROOT / "assistant").rglob("*.py"), ROOT / "app.py"} - {_MEASURES})
# What people see and what models are told; example sentences a reader is trained on (YAML) are data.
TEXTS = sorted(
    [
        *(ROOT / "assistant").rglob("*.html"),
        *(ROOT / "assistant/pages/static").iterdir(),
        *(ROOT / "prompts").glob("*.md"),
        ROOT / "assistant/answer.schema.json",
    ]
)


def strings(path: Path) -> list[str]:
    """String constants of a module, its docstrings left out: those explain by example."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_holds_no_place(path):
    assert [(text, found.group()) for text in strings(path) if (found := _PLACE.search(text))] == []


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_a_script_and_a_prompt_hold_no_place(path):
    assert [line for line in path.read_text(encoding="utf-8").splitlines() if _PLACE.search(line)] == []


def test_the_description_of_the_api_holds_no_place():
    import json

    from assistant.api.schema import __dict__ as models

    described = [
        m.model_json_schema()
        for m in models.values()
        if hasattr(m, "model_json_schema") and m.__module__ == "assistant.api.schema"
    ]
    assert described
    assert _PLACE.search(json.dumps(described, ensure_ascii=False)) is None
