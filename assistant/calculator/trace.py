"""Derivations as sentences an operator can read aloud. Steps are data; only this module puts them into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

TEMPLATES: Final[dict[str, str]] = {
    "fact": "{text}：{actual}。",
    "reached": "{label}{actual}，符合“{required}”。",
    "not_reached": "{label}{actual}，不符合“{required}”{shortfall}。",
    "fixed": "原文标准为{literal}。",
    "ceiling": "原文为“{word}{literal}”，具体金额由受理部门确定。",
    "between": "原文给出区间{literal}，区间内的具体金额由受理部门确定。",
    "open": "原文没有给出金额（{reason}）{decided_by}。",
    "option": "{label}为{option}，原文对应{literal}。",
    "highest_option": "同时具备{options}，就高按{option}计，对应{literal}。",
    "sum_options": "{options}分别对应{literals}，合计{result}。",
    "tier": "{label}{actual}，所到的档次是“{bound}”，对应{literal}。",
    "tier_only": "{label}{actual}，所到的档次是“{bound}”；各档金额原文没有写明。",
    "earlier_tier": "此前已达到“{bound}”，对应{literal}。",
    "count": "{unit}×{count}＝{result}。",
    "base_cap": "{label}{actual}，超过“{bound}”，按{cap}计。",
    "base_over": "{label}{actual}，超过{over}的部分为{result}。",
    "base": "计算基数为{result}。",
    "whole": "按{label}全额计算：{result}。",
    "rate": "{label}{base}×{rate}＝{result}。",
    "adder": "{option}：在{rate}的基础上增加{add}，按{total}计。",
    "plus": "在{rate}的基础上提高{add}，按{total}计。",
    "open_adder": "{option}：在{rate}的基础上可以提高，提高多少原文没有写明。",
    "rate_tier": "{label}{actual}，属于“{bound}”一档，比例为{rate}。",
    "derived": "{label}＝{formula}＝{result}。",
    "whole_steps": "{label}{actual}，原文以{step}为一档、每档{amount}，含{count}个整档（不足一档不计，本系统口径）。",
    "steps_amount": "{count}×{amount}＝{result}。",
    "units": "{quantity}{factor}×{unit}＝{result}。",
    "decline": "第{year}年的比例为{rate}（首年{first}，逐年递减{decrease}）。",
    "payment": "{year}：{amount}。",
    "payment_lapsed": "{year}：已不符合条件，不发放。",
    "payment_later": "{year}：在所问的年份之后，不计入。",
    "match": "{label}{base}，按{rate}配套＝{result}。",
    "part": "{title}：{result}。",
    "sum": "合计{result}。",
    "item": "第{number}个（{value}）：{result}。",
    "cap_hit": "超过“{bound}”，按{max}计。",
    "cap_kept": "未超过“{bound}”。",
    "approved": "按已核定的{amount}计算。",
    "cap_left": "“{bound}”中已使用{used}，还剩{left}。",
    "difference": "晋级补差：{full}减去此前已获得的{paid}，应再得{result}。",
    "split": "资金分担：{shares}。",
    "period": "事项发生在{event}，不在政策执行期内（原文：{quote}）。",
    "excluded": "属于不予享受的情形：{text}。",
    "reading": "口径：{chosen}。",
}

_CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: which operation, on which figures, with which result (all already in Chinese notation)."""

    op: str
    values: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return TEMPLATES[self.op].format(**self.values)


def step(op: str, **values: str) -> Step:
    return Step(op, values)


def render(title: str, clause_label: str, draft: bool, steps: Sequence[Step], result: str) -> list[str]:
    """The sentences: where it rests, the numbered steps, the result."""
    status = "（征求意见稿）" if draft else ""
    numbered = [f"{_CIRCLED[n] if n < len(_CIRCLED) else f'({n + 1})'}{each}" for n, each in enumerate(steps)]
    return [f"依据《{title}》{clause_label}{status}。", *numbered, f"结果：{result}。"]
