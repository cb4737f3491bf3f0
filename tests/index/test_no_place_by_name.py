"""The code knows no place by name: what differs between places is data of the documents and of the table."""

import ast
import re
from pathlib import Path

import pytest

from index.vocabulary.divisions import CITY, PROVINCE, divisions, short_name

ROOT = Path(__file__).resolve().parents[2] / "index"
# Names that are also words of the genre are no sign of a place.
_NAMES = {
    form
    for place in divisions().places.values()
    if place.level in (CITY, PROVINCE)
    for form in (place.name, short_name(place.name))
    if len(form) > 1 and form not in ("海南", "河南", "山东", "江西")
} - {"东方", "吉林", "朝阳", "大同", "安康", "白银", "资阳", "海东", "海北", "海西", "玉树", "中山", "三沙"}
_PLACE = re.compile("|".join(sorted(map(re.escape, _NAMES), key=len, reverse=True)))
MODULES = sorted(path for path in ROOT.rglob("*.py"))


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
