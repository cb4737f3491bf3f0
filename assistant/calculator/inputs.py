"""The input registry: what the calculator may be told, of which type, and how to ask for it.

A value is exact: `Fraction` (money in yuan, percentages as fractions of one, counts, days, kWh, years),
`bool`, an option id, a tuple of option ids (several levels held at once), a `frozenset` of option ids, or a `date`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator

from assistant.calculator.conditions import InputId, Model
from assistant.errors import InputInvalid
from index.text import figures

Value = Fraction | bool | str | tuple[str, ...] | frozenset[str] | date
InputType = Literal[
    "money", "percent", "count", "days", "year_index", "year", "kwh", "area", "date", "boolean", "enum",
    "ordered_enum", "set", "number",
]  # fmt: skip

MONEY_PATTERN: Final = r"^\d+(\.\d+)?(元|万元|亿元)$"
_LIMIT: Final = Fraction(10) ** 14  # beyond a hundred trillion yuan it is a slip of the keyboard
_YES: Final = frozenset({"是", "true", "yes", "y", "有", "1", "对"})
_NO: Final = frozenset({"否", "false", "no", "n", "没有", "无", "0", "不是"})
_EXAMPLES: Final[dict[str, str]] = {
    "money": "500万元、1.2亿元", "percent": "24%、5‰", "count": "3、12万", "days": "180天", "year_index": "第二年",
    "year": "2024年", "kwh": "850万千瓦时", "area": "300平方米", "date": "2024-06-30", "boolean": "是、否",
    "number": "3.5",
}  # fmt: skip


class Each(list[Any]):
    """One value for each of several things (two projects, three standards); each thing is calculated by itself."""


class OptionSpec(Model):
    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_]*$")]
    label: str
    aliases: tuple[str, ...] = ()


class Derivation(Model):
    """How an input follows from others: ratio a/b, difference a−b, growth (a−b)/b, product, sum."""

    op: Literal["ratio", "difference", "growth", "product", "sum"]
    of: Annotated[tuple[InputId, ...], Field(min_length=2)]


class InputSpec(Model):
    """One input.

    Attributes:
        unit: unit word of a count (家, 辆, 项); `units` are further ones accepted.
        period: 上年度, 当年…: which year the figure is of.
        question: the Chinese question that asks the user for it.
        options: of an enum or a set; of an ordered enum from the lowest to the highest.
        derive: ways to compute it when it is not given; a given value wins.
        default: used, and said so, when nothing is given.
        proof: the words of the clause it stands for.
        contrary: of a yes/no fact, the ways to say no without a negation (三年后才应用).
        additive: several sums told of it add up (设备1800万、软件700万; 国家600万、省200万).
    """

    label: str
    type: InputType
    question: str
    unit: str = ""
    units: tuple[str, ...] = ()
    period: str = ""
    options: tuple[OptionSpec, ...] = ()
    aliases: tuple[str, ...] = ()
    derive: tuple[Derivation, ...] = ()
    default: str | None = None
    proof: str = ""
    contrary: tuple[str, ...] = ()
    additive: bool = False

    @model_validator(mode="after")
    def _options_fit_type(self) -> InputSpec:
        if bool(self.options) != (self.type in ("enum", "ordered_enum", "set")):
            raise ValueError("enum、ordered_enum、set 要有 options，其他类型不要")
        ids = [option.id for option in self.options]
        if len(ids) != len(set(ids)):
            raise ValueError("options 的 id 重复")
        return self

    def option(self, name: str) -> OptionSpec | None:
        """The option with this id, label or alias (width and case do not matter)."""
        wanted = _fold(name)
        for option in self.options:
            if wanted in {_fold(known) for known in (option.id, option.label, *option.aliases)}:
                return option
        return None

    def rank(self, option_id: str) -> int:
        return [option.id for option in self.options].index(option_id)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


class InputRegistry:
    """All inputs by id."""

    def __init__(self, specs: Mapping[str, InputSpec]) -> None:
        self.specs = dict(specs)

    def __contains__(self, input_id: str) -> bool:
        return input_id in self.specs

    def spec(self, input_id: str) -> InputSpec:
        try:
            return self.specs[input_id]
        except KeyError:
            raise InputInvalid(f"没有名为“{input_id}”的输入。", log=f"unknown input {input_id}") from None

    def parse(self, input_id: str, raw: Any) -> Value:
        """Read one value: a string as typed by a person, or an already typed value.

        Raises:
            InputInvalid: unknown input, wrong type or unit, negative, a float, beyond any sum of money.
        """
        spec = self.spec(input_id)
        if isinstance(raw, float):
            raise _refused(spec, raw, "不接受浮点数，请写成文字")
        if isinstance(raw, bool):
            return _boolean(spec, raw)
        if isinstance(raw, int):
            return _from_text(spec, str(raw))  # as typed: a bare number needs a unit where text does
        if isinstance(raw, Fraction):
            return _number_value(spec, raw, raw)
        if isinstance(raw, date):
            return raw
        if isinstance(raw, list | tuple | set | frozenset):
            return _several(spec, raw)
        if not isinstance(raw, str):
            raise _refused(spec, raw, "要写成文字")
        return _from_text(spec, raw.strip())

    def show(self, input_id: str, value: Value) -> str:
        """The value in Chinese, readable by `parse` again."""
        spec = self.spec(input_id)
        if isinstance(value, bool):
            return "是" if value else "否"
        if isinstance(value, Fraction):
            return show_number(spec, value)
        if isinstance(value, str):
            option = spec.option(value)
            return option.label if option else value
        if isinstance(value, date):
            return value.isoformat()
        ordered = [option.label for option in spec.options if option.id in value]
        return "、".join(ordered) or "无"

    def sources(self, input_id: str) -> list[str]:
        """The input and everything it can be derived from, each once."""
        found: list[str] = []
        queue = [input_id]
        while queue:
            current = queue.pop(0)
            if current in found:
                continue
            found.append(current)
            queue += [source for way in self.spec(current).derive for source in way.of]
        return found

    def model(self, name: str, input_ids: Iterable[str]) -> type[BaseModel]:
        """A pydantic model of these inputs for forms and tool schemas; every field optional, money as a string."""
        fields: dict[str, Any] = {}
        for input_id in input_ids:
            spec = self.spec(input_id)
            fields[input_id] = (_field_type(spec) | None, Field(default=None, description=spec.question))
        return create_model(name, __config__=ConfigDict(extra="forbid"), **fields)


def show_number(spec: InputSpec, value: Fraction) -> str:
    if spec.type == "money":
        # A cent over a round sum is how `第一次过1亿` is bound; it is shown as it was said.
        over = value - Fraction(1, 100)
        return f"超过{figures.format_money(over)}" if over > 0 and over % 10_000 == 0 else figures.format_money(value)
    if spec.type == "percent":
        return figures.format_percent(value)
    if spec.type == "year_index":
        return f"第{value}年"
    if spec.type == "year":
        return f"{value}年"
    unit = {"days": "天", "kwh": "千瓦时", "area": "平方米"}.get(spec.type, spec.unit)
    return figures.format_money(value).replace("元", "") + unit


def _field_type(spec: InputSpec) -> Any:
    if spec.type == "boolean":
        return bool
    if spec.options:
        choices: Any = Literal[tuple(option.id for option in spec.options)]
        return list[choices] if spec.type == "set" else choices
    patterns = {"money": MONEY_PATTERN, "percent": r"^-?\d+(\.\d+)?[%‰]$", "date": r"^\d{4}-\d{2}-\d{2}$"}
    return Annotated[str, Field(pattern=patterns.get(spec.type, r"^第?\d+(\.\d+)?万?亿?\S{0,4}$"))]


def _refused(spec: InputSpec, raw: Any, why: str) -> InputInvalid:
    allowed = "、".join(f"{option.label}（{option.id}）" for option in spec.options) or _EXAMPLES[spec.type]
    word = "可选：" if spec.options else "可以写成："
    return InputInvalid(f"“{spec.label}”的值“{raw}”不对：{why}。{word}{allowed}。", log=f"refused {raw!r}: {why}")


def _boolean(spec: InputSpec, raw: bool) -> bool:
    if spec.type != "boolean":
        raise _refused(spec, raw, "这里不是是非题")
    return raw


def _number_value(spec: InputSpec, value: Fraction, raw: Any) -> Fraction:
    if spec.type in ("boolean", "enum", "ordered_enum", "set", "date"):
        raise _refused(spec, raw, "这里不填数字")
    if value < 0 and spec.type != "percent":
        raise _refused(spec, raw, "不能是负数")
    if value >= _LIMIT:
        raise _refused(spec, raw, "数额太大，请检查单位")
    if spec.type in ("count", "year_index", "year") and value.denominator != 1:
        raise _refused(spec, raw, "要是整数")
    return value


def _several(spec: InputSpec, raw: Iterable[Any]) -> Value:
    if spec.type not in ("set", "enum", "ordered_enum"):
        raise _refused(spec, list(raw), "只能填一个值")
    ids = [_option(spec, item) for item in raw]
    return frozenset(ids) if spec.type == "set" else tuple(dict.fromkeys(ids))


def _option(spec: InputSpec, raw: Any) -> str:
    option = spec.option(raw) if isinstance(raw, str) else None
    if option is None:
        raise _refused(spec, raw, "没有这个选项")
    return option.id


def _from_text(spec: InputSpec, text: str) -> Value:
    if spec.type == "boolean":
        if _fold(text) in _YES | _NO:
            return _fold(text) in _YES
        raise _refused(spec, text, "要回答是或否")
    if spec.options:
        if spec.type == "set" and text in ("", "无", "没有"):
            return frozenset[str]()
        parts = [part for part in text.replace("，", ",").split(",") if part.strip()]
        if spec.type != "set" and len(parts) == 1:
            return _option(spec, parts[0])
        return _several(spec, parts)
    if spec.type == "date":
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise _refused(spec, text, "不是日期") from None
    return _number_value(spec, _figure_value(spec, text), text)


def _figure_value(spec: InputSpec, text: str) -> Fraction:
    negative = text.startswith(("-", "−"))
    bare = text.lstrip("-−").strip()
    if spec.type in ("year", "year_index"):
        bare = {"首年": "1", "首年度": "1", "次年": "2", "次年度": "2"}.get(bare, bare)
        bare = bare.removeprefix("第").removesuffix("度").removesuffix("年")
    try:
        figure = figures.parse(bare)
    except ValueError:
        raise _refused(spec, text, "读不出数值或单位") from None
    if not _fits(spec, figure):
        raise _refused(spec, text, "缺少单位" if figure.kind == "number" else "单位不对")
    return -figure.value if negative else figure.value


def _fits(spec: InputSpec, figure: figures.Figure) -> bool:
    """Whether the figure's kind and unit are what the input takes; an elided unit (850万) is taken as its own."""
    if spec.type == "money":
        return figure.kind == "money"
    if spec.type == "percent":
        return figure.kind in ("percent", "permille", "points")
    plain = figure.kind == "number" or (figure.kind == "money" and figure.unit == "")
    if spec.type in ("year", "year_index", "number"):
        return plain
    own = {"days": "天", "kwh": "千瓦时", "area": "平方米"}.get(spec.type, spec.unit)
    return plain or (
        figure.kind == "quantity" and figure.unit in (own, *spec.units, *(("个",) if spec.type == "count" else ()))
    )
