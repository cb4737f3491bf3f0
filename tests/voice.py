"""What the chat says, to be read and scored: `python -m tests.voice [--before FILE]` writes docs/voice.md.

Sixty questions drawn by seed from the blind sets, each with the words that a person sees without opening anything: the
lines on top, the sentences, the table, the field that asks for a missing fact; not the clauses beside them. `--before`
is what an earlier version showed, written by it with `--lines FILE`.
What stands above MADE in the page is written by hand (what a good answer is) and kept.
Scores are two readers' who did not write the sentences, 1 to 5; they are kept when the page is written anew for the
same text, and fall away where it has changed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Any

from assistant.answer import AskRequest
from assistant.cli import request_from
from assistant.clock import fixed
from assistant.pages.message import BADGE, Message, message
from assistant.pipeline import Assistant
from assistant.settings import settings
from index.text.figures import scan

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "voice.md"
SEED, SAMPLE, AS_OF = 14, 60, date(2026, 11, 22)
_ROW = re.compile(r"^\| (\S+) \| .* \| (.*) \| ([^|]*) \|$", re.M)
MADE = "<!-- 以下由 python -m tests.voice 写出 -->"
_HEAD = """

## 60 题

由 `python -m tests.voice` 从 `eval/datasets/blind` 按种子 {seed} 抽出的 {n} 题，写的是不点开任何东西就看得见的话（旁边的条款、推导不算）。
“此前”是{before}。评分由两位没有写过这些句子的人各读一遍，1 至 5 分，写作“甲/乙”；文字变了，旧分数作废。

| | 此前 | 现在 |
| --- | --- | --- |
| 平均字数 | {long_before} | {long_now} |
| 只问一个金额、能算出一个数的题，平均字数 | {simple_before} | {simple_now} |
| 同一个金额说了两遍的回答 | {twice_before} | {twice_now} |
| 读者平均分 | — | {score} |

"""


def questions() -> list[dict[str, Any]]:
    """The sample, each with an id that names its set."""
    rows = []
    for path in sorted((ROOT / "eval" / "datasets" / "blind").glob("*/qa.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows.append({**row, "id": f"{path.parent.name}/{row['id']}"})
    return random.Random(SEED).sample(rows, SAMPLE)


def seen(set_: Message) -> list[str]:
    """The words that the chat shows of an answer, in order, a paragraph or row each."""
    lines = [line.text for line in set_.lead]
    for n, place in enumerate(set_.compared.places if set_.compared else (), start=1):
        lines.append("".join([f"{n}. ", place.text, *place.more]))
    lines += [block.text for block in set_.blocks if block.kind != "steps"]  # steps are folded
    lines += [f"您还提到“{each.text}”，{each.why}。" for each in set_.left_out]
    lines += [set_.ask.question] if set_.ask and set_.ask.question not in lines else []
    return lines + [line.text for line in set_.standing if line.kind != BADGE]


def twice(lines: list[str]) -> list[str]:
    """Amounts that one answer says more than once."""
    counted = Counter(figure.text for line in lines for figure in scan(line) if figure.kind == "money")
    return [text for text, n in counted.items() if n > 1]


def simple(answer: dict[str, Any]) -> bool:
    heads = answer.get("headline") or []
    return len(answer["calculations"]) == 1 and (not heads or [head["act"] for head in heads] == ["amount"])


def table(rows: list[tuple[dict[str, Any], list[str], list[str]]], scores: dict[str, tuple[str, str]]) -> list[str]:
    lines = ["| 题 | 来问 | 此前 | 现在 | 评分 |", "| --- | --- | --- | --- | --- |"]
    for question, before, now in rows:
        text = _cell(now)
        old, score = scores.get(question["id"], ("", ""))
        cells = [question["id"], _cell([question["question"]]), _cell(before), text, score if old == text else ""]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _cell(lines: list[str]) -> str:
    return "<br>".join(line.replace("\n", " ").replace("|", "｜").strip() for line in lines) or "—"


def _before(path: Path | None) -> dict[str, dict[str, Any]]:
    """What an earlier version showed, by id: `lines`, and whether a `simple` amount was asked."""
    if path is None:
        return {}
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {row["id"]: row for row in rows}


def _figures(rows: list[tuple[bool, list[str]]]) -> tuple[str, str, str]:
    """(mean length, mean length of the simple ones, answers with an amount said twice)."""
    if not rows:
        return "—", "—", "—"
    length = [(simple_, sum(map(len, lines))) for simple_, lines in rows]
    plain = [n for simple_, n in length if simple_]
    doubled = sum(bool(twice(lines)) for _, lines in rows)
    return f"{mean(n for _, n in length):.0f}", f"{mean(plain):.0f}（{len(plain)} 题）" if plain else "—", str(doubled)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--named", default="没有记录", help="what the earlier version is called")
    parser.add_argument("--lines", type=Path, help="write only what is shown, for a later version's --before")
    given = parser.parse_args()
    sample = questions()
    earlier = _before(given.before)
    kept = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    scores = {match[1]: (match[2].split(" | ")[-1], match[3].strip()) for match in _ROW.finditer(kept)}
    opened = Assistant.open(settings(), fixed(AS_OF))
    rows, old, new = [], [], []
    for question in sample:
        request: AskRequest = request_from({**question, "as_of": question.get("as_of") or AS_OF.isoformat()})
        answer = opened.answer(request)
        now = seen(message(answer, opened.rulebook))
        past = earlier.get(question["id"])
        before = past["lines"] if past else []
        if past:
            old.append((past["simple"], before))
        new.append((simple(answer.model_dump()), now))
        rows.append((question, before, now))
    opened.close()
    if given.lines:
        shown = [{"id": q["id"], "simple": one, "lines": now} for (q, _, now), (one, _) in zip(rows, new, strict=True)]
        given.lines.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in shown), encoding="utf-8")
        return
    lines = table(rows, scores)
    kept_scores = [re.findall(r"\d", line.rsplit("|", 2)[1]) for line in lines]
    read = [float(n) for line in lines for n in re.findall(r"\d(?:\.\d)?", line.rsplit("|", 2)[1])]
    long_before, simple_before, twice_before = _figures(old)
    long_now, simple_now, twice_now = _figures(new)
    head = _HEAD.format(
        seed=SEED, n=SAMPLE, before=given.named, long_before=long_before, long_now=long_now, simple_now=simple_now,
        simple_before=simple_before, twice_before=twice_before, twice_now=twice_now,
        score=f"{mean(read):.2f}（文字没有变的 {sum(bool(s) for s in kept_scores)} 题）" if read else "待读",
    )  # fmt: skip
    PAGE.write_text(kept.partition(MADE)[0] + MADE + head + "\n".join(lines) + "\n", encoding="utf-8")
    print(head)


if __name__ == "__main__":
    main()
