"""Inputs of drafted rules: named by the clause's own nouns, with the ways of saying that known inputs already have."""

from __future__ import annotations

import hashlib
import re
from typing import Any, Final

from assistant.calculator.inputs import InputRegistry, InputSpec
from assistant.rulebook.draft.nouns import SHARE, alike, bare, core
from index.text.figures import Figure

_SHORTEST: Final = 2
_THING: Final = 4
_VERB: Final = re.compile(
    "^(?:被?认定为|建设|新建|购置|购买|采购|用于|取得|获得|获评|通过|列入|受让|实施|开展|引进|从事|采用|使用|投保|设立)"
)
_TYPES: Final = {"money": "money", "percent": "percent", "permille": "percent", "points": "percent", "number": "number"}
_ALSO: Final = {
    "人": ("名", "位"), "名": ("人", "位"), "位": ("人", "名"), "场": ("场次",), "台": ("套",), "户": ("家",),
    "家": ("户",), "件": ("项",), "个月": ("月",), "次": ("场",), "店": ("家", "个"),
}  # fmt: skip
_SPECIAL: Final = {"平方米": "area", "千瓦时": "kwh", "天": "days"}


class Inputs:
    """The inputs of one document's drafted rules; one noun is one input, however often it is met.

    Args:
        prefix: what their ids begin with: ids of two documents never meet.
        known: the registry whose aliases are borrowed where it has the same quantity.
    """

    def __init__(self, prefix: str, known: InputRegistry) -> None:
        self._prefix = re.sub(r"[^a-z0-9]+", "_", prefix.lower()).strip("_")
        self._known = known
        self.specs: dict[str, dict[str, Any]] = {}

    def quantity(self, noun: str, figure: Figure | None = None, *, unit: str = "", period: str = "") -> str:
        """The input of a measured quantity; `figure` tells its type, else it is money."""
        kind = _type(figure, unit)
        for name, known in self.specs.items():
            of_year = (known.get("period") == "上年度") == (period == "上年度")
            counted = kind != "count" or known.get("unit") == (unit or (figure.unit if figure else "") or "个")
            if counted and of_year and "derive" not in known and known["type"] == kind and alike(noun, known["label"]):
                if len(called := bare(noun)) >= _SHORTEST and called not in known["aliases"]:
                    known["aliases"].append(called)  # what one clause calls 研发投入 another calls 研发费用
                return name
        label = bare(noun) or noun
        spec: dict[str, Any] = {"label": label, "type": kind, "question": f"{period}{label}是多少？"}
        if kind == "percent" and (share := SHARE.search(label)):
            parts = [self.quantity(share["part"]), self.quantity(share["whole"])]
            spec["derive"] = [{"op": "ratio", "of": parts}]
        if kind == "count":
            spec["unit"] = unit or (figure.unit if figure else "") or "个"
            if also := _ALSO.get(spec["unit"]):
                spec["units"] = list(also)
            spec["question"] = f"{label}有多少{spec['unit']}？"
        if period:
            spec["period"] = period
        spec["aliases"] = self._aliases(label, kind, period)
        return self._add(label + kind + period, spec)

    def part_of(self, thing: str, noun: str) -> str:
        """The base of one of several expenses that are told apart by their objects: 多项目晶圆流片的流片费用."""
        tail = core(noun)
        rest = thing.removesuffix(tail)
        short = re.split("首次|当年|年度", rest)[0]
        label = thing if thing.endswith(noun) else f"{thing}{noun.removeprefix(tail) if thing.endswith(tail) else noun}"
        aliases = [label, thing, rest, short, f"{short}{tail}"]
        spec = {"label": label, "type": "money", "question": f"{label}是多少？",
                "aliases": [a for a in dict.fromkeys(aliases) if len(a) >= _SHORTEST]}  # fmt: skip
        return self._add(label, spec)

    def also(self, name: str, noun: str) -> None:
        """A further way the clause itself calls an input."""
        known = self.specs[name]["aliases"]
        known += [a for a in (bare(noun), core(noun)) if len(a) >= _SHORTEST and a not in known]

    def increase(self, noun: str, figure: Figure | None = None) -> str:
        """An increase over the year before, derived from the two years; `figure` tells what it is measured in."""
        now, before = (self.quantity(noun, figure, period=year) for year in ("当年", "上年度"))
        label = f"{bare(noun)}增加额"
        core_ = core(noun)
        aliases = [
            f"{w}{t}" for w in dict.fromkeys((bare(noun), core_)) for t in ("增量", "增加额", "增加", "增长额", "新增")
        ]
        spec = {
            "label": label, "type": "money", "question": f"{bare(noun)}比上年度增加了多少？", "aliases": aliases,
            "derive": [{"op": "difference", "of": [now, before]}],
        }  # fmt: skip
        if _type(figure, "") == "count":
            spec |= {"type": "count", "unit": self.specs[now]["unit"]}
        return self._add(label, spec)

    def growth(self, noun: str) -> str:
        """A growth rate over the year before, derived from the two years."""
        now, before = self.quantity(noun, period="当年"), self.quantity(noun, period="上年度")
        label = f"{bare(noun)}增幅"
        aliases = [f"{bare(noun)}{t}" for t in ("增幅", "增速", "增长率", "增长", "同比增长")]
        spec = {
            "label": label, "type": "percent", "question": f"{bare(noun)}比上年度增长百分之几？", "aliases": aliases,
            "derive": [{"op": "growth", "of": [now, before]}],
        }  # fmt: skip
        return self._add(label, spec)

    def product(self, label: str, parts: list[str], kind: str = "count", unit: str = "") -> str:
        spec: dict[str, Any] = {
            "label": label, "type": kind, "question": f"{label}是多少？", "aliases": [label],
            "derive": [{"op": "product", "of": parts}],
        }  # fmt: skip
        if kind == "count":
            spec["unit"] = unit
        return self._add(label + "".join(parts), spec)

    def count(self, label: str, unit: str, *, default: str = "") -> str:
        name = self.quantity(label, unit=unit)
        if default:
            self.specs[name]["default"] = default
        return name

    def year(self, label: str) -> str:
        """Which year of several it is."""
        return self._add(label, {"label": label, "type": "year_index", "question": f"{label}？", "aliases": [label]})

    def levels(self, label: str, options: list[tuple[str, str, list[str]]]) -> str:
        """An enum; options as (id, label, aliases)."""
        told = "、".join(o[1] for o in options)
        spec = {
            "label": label, "type": "enum", "question": f"是哪一种（{told}）？",
            "options": [{"id": i, "label": text, "aliases": also} for i, text, also in options],
            "aliases": [label],
        }  # fmt: skip
        return self._add(label + told, spec)

    def fact(self, phrase: str, quote: str) -> str:
        """Yes or no, no where nothing is said."""
        said = re.sub("^(?:属于|对于?|是|为)|的$", "", phrase)
        aliases = [said, re.sub("(?:行业|企业|项目|领域|产业|类)$", "", said)]
        if len(thing := _VERB.sub("", said)) >= _THING:  # 建设高端轴承产线 is met by who has 高端轴承产线
            aliases.append(thing)
        asked = phrase if phrase.startswith("属于") else f"符合：{phrase}"
        spec = {
            "label": phrase, "type": "boolean", "question": f"是否{asked}？",
            "aliases": [a for a in dict.fromkeys(aliases) if len(a) >= _SHORTEST], "default": "否", "proof": quote,
        }  # fmt: skip
        return self._add(phrase, spec)

    def condition(self, text: str) -> str:
        """A condition in the clause's words: unknown until somebody speaks of it."""
        spec = {
            "label": text, "type": "boolean", "question": f"是否符合：{text}？", "aliases": [text], "proof": text,
        }  # fmt: skip
        return self._add(f"condition {text}", spec)

    def registry(self) -> InputRegistry:
        """The known inputs and these."""
        own = {name: InputSpec.model_validate(spec) for name, spec in self.specs.items()}
        return InputRegistry({**self._known.specs, **own})

    def _aliases(self, label: str, kind: str, period: str) -> list[str]:
        """The label's own shorter forms, then how people call the same quantity in the known inputs."""
        own = [label, core(label), re.sub("^(?:产品|项目|企业|主营|智能)", "", core(label))]
        if len(core(label)) > 4:
            own.append(core(label)[-4:])
        best: InputSpec | None = None
        longest = 0
        for spec in self._known.specs.values():
            if (
                spec.type != kind
                or (period and spec.period not in ("", period))
                or (not period and spec.period not in ("", "当年"))
            ):
                continue
            for alias in (spec.label, *spec.aliases):
                if len(alias) > max(longest, _SHORTEST + 1) and alias in label:
                    best, longest = spec, len(alias)
        if best is not None:
            own += [a for a in best.aliases if not re.search(r"到$", a)]
        return [a for a in dict.fromkeys(own) if len(a) >= _SHORTEST]

    def _add(self, key: str, spec: dict[str, Any]) -> str:
        name = f"{self._prefix}_{hashlib.sha256(key.encode()).hexdigest()[:6]}"
        self.specs.setdefault(name, spec)
        return name


def _type(figure: Figure | None, unit: str) -> str:
    if figure is None and not unit:
        return "money"
    kind = (figure.of or figure.kind) if figure is not None else "quantity"
    if kind in _TYPES:
        return _TYPES[kind]
    return _SPECIAL.get(unit or (figure.unit if figure else ""), "count")
