"""No float anywhere near money: not in the source of the calculator, not in what it gives out."""

import ast
from fractions import Fraction
from pathlib import Path

import pytest

from index.text import figures

ROOT = Path(figures.__file__).resolve().parents[2]
SOURCES = [ROOT / "index/text/figures.py", *sorted((ROOT / "assistant/calculator").glob("*.py"))]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_float_literal_call_or_rounding(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), f"line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("float", "round"), f"line {node.lineno}"


def test_the_calculator_imports_only_the_text_package_the_errors_and_the_public_shapes():
    allowed = {"index.text", "assistant.calculator", "assistant.errors", "assistant.answer"}
    for path in SOURCES[1:]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            if module and module.startswith(("index", "assistant")):
                assert any(module == name or module.startswith(f"{name}.") for name in allowed), (
                    f"{path.name}: {module}"
                )


def test_huge_sums_stay_exact(calculate):
    rule = "{award: {kind: percent, base: equipment, rate: 0.1%}}"
    result = calculate(rule, equipment="99999999999999元")
    assert result.result.outcome.amount.high == Fraction(99_999_999_999_999, 1000)
    assert result.amount_yuan == "100000000000"
