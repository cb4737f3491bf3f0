"""What the payer who is asked about pays of an award."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Total
from assistant.decide.topic import Topic


def share_asked(topics: Sequence[Topic]) -> Total | None:
    """What the one who is asked about pays of a single sure award (市本级出多少)."""
    calculations = [c for topic in topics for c in topic.calculations if c.semantics == "exact"]
    asked = next((topic.told.asks_share for topic in topics if topic.told.asks_share), "")
    if len(calculations) != 1 or not asked:
        return None
    (whole,) = calculations
    for payer in whole.payer:
        if any(payer.who[place:] in asked for place in range(len(payer.who) - 1)):  # 新区, said for 湘江新区
            step = f"{whole.title}：{payer.who}承担其中的这一份。"
            return Total(amount_yuan=payer.amount_yuan, semantics="exact", parts=[whole.id], steps=[step])
    return None
