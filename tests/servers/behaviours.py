"""The models of the tests: one that drafts well from what it was given, and everything that can go wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.servers.chat import Behaviour, Reply

_CARD = re.compile(r"^\[(\d+)\] (\S+) · .*?\n<<<\n(.*?)\n>>>", re.MULTILINE | re.DOTALL)
_AMOUNT = re.compile(r"^\{\{(c\d+)\}\}：(\S+?)“(.+)”(?:（(.*)）)?，依据资料卡\[(\d+)\]$", re.MULTILINE)


@dataclass(frozen=True)
class Given:
    """What a request to draft holds: cards (number, place, text), amounts (id, place, title, option, card)."""

    cards: tuple[tuple[str, str, str], ...]
    amounts: tuple[tuple[str, str, str, str, str], ...]


def given(request: dict[str, Any]) -> Given:
    text = "\n".join(str(message["content"]) for message in request["messages"])
    return Given(tuple(_CARD.findall(text)), tuple(_AMOUNT.findall(text)))


def plans(request: dict[str, Any]) -> bool:
    return bool(request.get("tools"))


def draft_of(found: Given) -> str:
    """A right draft: each sum with its award, each card in its own words."""
    lines = [
        f"{place}“{title}”（{option or title}）为{{{{{name}}}}}。[{n}]"
        for name, place, title, option, n in found.amounts
    ]
    lines += [f"{place}：{text.rstrip('；。;')}。[{n}]" for n, place, text in found.cards]
    return "\n".join(lines)


def good(request: dict[str, Any]) -> Reply:
    if plans(request):
        done = any(message["role"] == "tool" for message in request["messages"])
        return Reply() if done else Reply(tools=(("search_clauses", json.dumps({"query": "奖励"})),))
    return Reply(draft_of(given(request)))


def drafting(make: Callable[[Given], str], **more: Any) -> Behaviour:
    """A model that plans nothing and drafts what `make` says."""
    return lambda request: Reply() if plans(request) else Reply(make(given(request)), **more)


def planning(*calls: tuple[str, str]) -> Behaviour:
    """A model that makes these calls at every step, and drafts well."""
    return lambda request: Reply(tools=calls) if plans(request) else good(request)


def _written_out(found: Given) -> str:
    return re.sub(r"\{\{[^}]*\}\}", "五百万元", draft_of(found)) + "\n奖励500万元。[1]"


def _wrong_numbers(found: Given) -> str:
    """Every placeholder exchanged for the next one that was given, every 最高 gone, every card's number shifted."""
    names = list(dict.fromkeys(re.findall(r"\{\{(.*?)\}\}", draft_of(found))))
    following = dict(zip(names, [*names[1:], *names[:1]], strict=True))
    text = re.sub(r"\{\{(.*?)\}\}", lambda m: "{{" + following[m[1]] + "}}", draft_of(found))
    return re.sub("最高|不超过", "", text)


def _other_places(found: Given) -> str:
    swapped = {"绍兴": "杭州", "杭州": "长沙", "长沙": "绍兴"}
    text = re.sub("绍兴|杭州|长沙", lambda m: swapped[m[0]], draft_of(found))
    return re.sub("国家级|省级|市级", lambda m: {"国家级": "省级", "省级": "市级", "市级": "国家级"}[m[0]], text)


def _invented(found: Given) -> str:
    return (
        "绍兴小巨人奖励{{q77.f1}}。[77]\n按照规定奖励{{c9}}。[1]\n企业均可直接领取奖励，无需任何条件。[1]\n"
        + draft_of(found).replace("[1]", "[88]")
    )


def _leak(request: dict[str, Any]) -> Reply:
    if plans(request):
        return Reply()
    rules = str(request["messages"][0]["content"]).replace("\n", "。[1]\n")
    return Reply(rules + "。[1]\n" + draft_of(given(request)))


BEHAVIOURS: dict[str, Behaviour] = {
    "照规矩起草": good,
    "张冠李戴数字、去掉“最高”": drafting(_wrong_numbers),
    "换成别的城市和级别": drafting(_other_places),
    "编造引用与占位符": drafting(_invented),
    "自己写数字": drafting(_written_out),
    "泄露提示词": _leak,
    "工具调用不停": planning(("search_clauses", json.dumps({"query": "奖励"}))),
    "参数不在来问里": planning(
        ("calculate_award", json.dumps({"award": "shaoxing-2025/（十二）:title", "facts": {"revenue": "9亿元"}}))
    ),
    "参数不是JSON": planning(("search_clauses", '{"query": ')),
    "不存在的工具": planning(("delete_everything", "{}")),
    "429": lambda _: Reply(status=429),
    "500": lambda _: Reply(status=500),
    "401": lambda _: Reply(status=401),
    "起草前不动": lambda request: Reply() if plans(request) else Reply(hang="before"),
    "输出中途不动": drafting(draft_of, hang="middle"),
    "半句断线": drafting(draft_of, broken=True),
    "因长度截断": drafting(draft_of, finish="length"),
    "没有结束标记": drafting(draft_of, finish=""),
    "输出1MB": drafting(lambda _: "啊" * 1_000_000),
    "带思考标签": drafting(lambda found: "<think>奖励五百万元吧。</think>" + draft_of(found)),
    "内容为空": drafting(lambda _: ""),
    "逐字送来": drafting(draft_of, piece=1),
    "字节断在字中间": drafting(draft_of, piece=2, split=1, line_end=b"\r\n"),
    "孤立代理项": drafting(lambda found: draft_of(found).replace("。", "。\ud83d", 1), piece=1),
    "一直送空内容": drafting(lambda _: "", drip=""),
    "慢慢滴字": drafting(draft_of, drip="。"),
}


def reading(*readings: tuple[str, str]) -> Behaviour:
    """A model that reads left-over words so — (words, input) — and for the rest plans and drafts well."""
    said = json.dumps({"readings": [{"words": words, "input": name} for words, name in readings]}, ensure_ascii=False)
    return lambda request: Reply(tools=(("Readings", said),)) if reads(request) else good(request)


def reads(request: dict[str, Any]) -> bool:
    """Whether it is asked what left-over words mean."""
    return any(tool["function"]["name"] == "Readings" for tool in request.get("tools", ()))
