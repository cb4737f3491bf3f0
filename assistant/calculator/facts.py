"""What is known in one calculation: given values, values derived from them, and the questions still open."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from assistant.answer import Missing
from assistant.calculator.inputs import Derivation, InputRegistry, Value
from assistant.calculator.trace import Step, step


class Facts:
    """Typed inputs of one calculation.

    Attributes:
        used: ids whose value the calculation looked at, in order (they become the result's `inputs`).
        assumed: ids for which a registry default stood in.
    """

    def __init__(self, registry: InputRegistry, values: Mapping[str, Value]) -> None:
        self.registry = registry
        self.values = dict(values)
        self.used: list[str] = []
        self.assumed: list[str] = []

    def get(self, input_id: str) -> Value | None:
        """The value: given, else derived, else the registry's default, else None (unknown is never zero)."""
        return self._find(input_id, ())

    def number(self, input_id: str) -> Fraction | None:
        """The value as a number, for inputs of a numeric type."""
        value = self.get(input_id)
        return value if isinstance(value, Fraction) else None

    def given(self, input_id: str) -> bool:
        return input_id in self.values

    def show(self, input_id: str) -> str:
        value = self.get(input_id)
        return "" if value is None else self.registry.show(input_id, value)

    def explained(self, input_id: str) -> list[Step]:
        """How a derived input came about (增长率＝(1240万元－1000万元)÷1000万元＝24%); nothing for a given one."""
        if input_id in self.values:
            return []
        spec = self.registry.spec(input_id)
        for way in spec.derive:
            if all(self.get(part) is not None for part in way.of) and (value := self.number(input_id)) is not None:
                parts = [self.show(part) for part in way.of]
                inner = [each for part in way.of for each in self.explained(part)]
                return [*inner, step("derived", label=spec.label, formula=_formula(way.op, parts),
                                     result=self.registry.show(input_id, value))]  # fmt: skip
        return []

    def missing(self, input_ids: list[str]) -> list[Missing]:
        """What to ask so that these inputs become known: the parts of a derived one, each question once."""
        wanted: dict[str, None] = {}
        for input_id in input_ids:
            wanted.update(dict.fromkeys(self._open_parts(input_id, ())))
        return [Missing(input=each, question=self.registry.spec(each).question) for each in wanted]

    def _find(self, input_id: str, path: tuple[str, ...]) -> Value | None:
        if input_id in self.values:
            if input_id not in self.used:
                self.used.append(input_id)
            return self.values[input_id]
        if input_id in path:
            return None
        for way in self.registry.spec(input_id).derive:
            parts = [self._find(part, (*path, input_id)) for part in way.of]
            numbers = [part for part in parts if isinstance(part, Fraction)]
            if len(numbers) == len(parts):
                return _derive(way, numbers)
        default = self.registry.spec(input_id).default
        if default is None:
            return None
        if input_id not in self.assumed:
            self.assumed.append(input_id)
        return self.registry.parse(input_id, default)

    def _open_parts(self, input_id: str, path: tuple[str, ...]) -> list[str]:
        if input_id in self.values or input_id in path:
            return []
        ways = self.registry.spec(input_id).derive
        options = [[part for source in way.of for part in self._open_parts(source, (*path, input_id))] for way in ways]
        # Ask for the way that needs least; a derived input no part of which is known is asked by its parts, too.
        return min((option for option in options if option), key=len, default=[input_id])


def _formula(op: str, parts: list[str]) -> str:
    if op == "growth":
        return f"（{parts[0]}－{parts[1]}）÷{parts[1]}"
    return {"sum": "＋", "difference": "－", "product": "×", "ratio": "÷"}[op].join(parts)


def _derive(way: Derivation, parts: list[Fraction]) -> Fraction | None:
    first, rest = parts[0], parts[1:]
    if way.op == "sum":
        return sum(parts, Fraction(0))
    if way.op == "difference":
        return first - sum(rest, Fraction(0))
    if way.op == "product":
        product = first
        for part in rest:
            product *= part
        return product
    if rest[0] == 0:
        return None
    return first / rest[0] if way.op == "ratio" else (first - rest[0]) / rest[0]
