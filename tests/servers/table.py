"""The table of docs/models.md: what a user sees with each of the servers. Run as `python -m tests.servers.table`."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

from assistant.answer import AskRequest
from assistant.clock import fixed
from assistant.drafting.model import ModelDrafter
from assistant.events import Done, EvidenceReady, SentenceReleased
from assistant.pipeline import Assistant
from assistant.settings import Settings
from eval.unsupported import unsupported
from tests.servers.behaviours import BEHAVIOURS
from tests.servers.chat import Behaviour, serving

PAGE = Path(__file__).resolve().parents[2] / "docs" / "models.md"
BEGIN, END = "<!-- servers:begin -->", "<!-- servers:end -->"
HEAD = "| 模型的行为 | 用户看到的第一句 | 用时 | 谁起草 | 说明（warnings） | 没有依据的数字 |\n" + "| --- " * 6 + "|"
QUESTION = "绍兴国家级专精特新小巨人奖励多少？"
AS_OF = date(2026, 11, 22)
SHOWN = 34
SECONDS = 2


def row(name: str, behaviour: Behaviour, plain: Assistant) -> str:
    """One server's line; times are those of the cards, the first sentence and the whole answer."""
    with serving(behaviour) as server:
        quick = Settings(
            llm_base_url=server.url, llm_model="大模型", llm_request_seconds=SECONDS, llm_chunk_seconds=SECONDS
        )
        drafter = ModelDrafter(quick, plain.searcher, plain.rulebook)
        asked = Assistant(plain.searcher, plain.rulebook, fixed(AS_OF), drafter)
        start = time.perf_counter()
        times: dict[type, float] = {}
        for event in asked.stream(AskRequest(question=QUESTION, as_of=AS_OF)):
            times.setdefault(type(event), time.perf_counter() - start)
        drafter.close()
    assert isinstance(event, Done)
    answer = event.answer
    text = answer.sentences[0].text.replace("|", "")
    who = answer.drafted_by.replace("+extractive", "，余下抽取式").replace("extractive", "抽取式")
    codes = "、".join(sorted({warning.code for warning in answer.warnings})) or "—"
    taken = f"{times[EvidenceReady]:.2f} / {times[SentenceReleased]:.2f} / {times[Done]:.1f}"
    first = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return f"| {name} | {first} | {taken} | {who} | {codes} | {len(unsupported(answer))} |"


def main() -> None:
    plain = Assistant.open(Settings(), fixed(AS_OF))
    plain.warm_up()
    lines = [HEAD, *(row(name, behaviour, plain) for name, behaviour in BEHAVIOURS.items())]
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
