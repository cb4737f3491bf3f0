"""Several questions in one message, taken apart so that each can be searched and answered by itself."""

from __future__ import annotations

import re

from index.search.parts import split

_LISTED = re.compile(r"(?P<items>[^：:，。？?；;]+(?:[、，][^：:，。？?；;、]+)+)[，,]?(?:各|分别)(?:给|奖|补|能拿|是)?(?:多少|几)")
_PROFILE = re.compile(r"我们|我公司|我司|本公司|公司简介|我厂|我是|咱")
_PROFILE_ASKS = re.compile(r"哪些(?:奖励|补贴|政策|钱)|能拿什么|能拿哪些|能享受|能领哪些|拿哪些|有哪些(?:奖|补|政策)|能报哪些|列一下|符合哪些|能申请哪些|适合哪些")


def questions(text: str, topic: str = "") -> list[str]:
    """The questions of `text`, one at least; each carries `topic` where the text only points to it.

    Several sentences of one description are not several questions: only what asks or lists is taken apart.
    """
    if topic:
        return [f"{text} {topic}"]
    listed = _listed(text)
    if listed:
        return listed
    parts = split(text)
    if len(parts) == 1:
        return [text]
    asking = [part for part in parts[1:] if _asks(part)]
    return asking if len(asking) > 1 else [text]


def _listed(text: str) -> list[str]:
    """`A、B、C各给多少` → one question for each of A, B, C."""
    match = _LISTED.search(text)
    if not match:
        return []
    items = [item.strip("，, ") for item in re.split(r"[、，]|(?<=[\u4e00-\u9fff])和(?=[\u4e00-\u9fff])", match["items"])]
    items = [item for item in items if len(item) >= 3]
    return [f"{item}奖励多少" for item in items] if len(items) >= 2 else []


def _asks(part: str) -> bool:
    return bool(re.search(r"多少|什么|哪|谁|几|吗|么|呢|怎么|能不能|是否|如何|有没有|可以|要不要|多久|何时", part))


def looks_like_profile(text: str) -> bool:
    """A company that describes itself and asks what it may get."""
    return bool(len(text) >= 60 and _PROFILE.search(text) and _PROFILE_ASKS.search(text))
