"""Nothing behind reading looks at the message's text again: what still does is named here, and the list only shrinks."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3] / "assistant"
# File → how often it still takes the text: search needs a query, the model the question; the rest is to go.
STILL = {
    "decide/awards.py": 1,
    "decide/topics.py": 3,
    "drafting/clauses.py": 1,
    "drafting/model.py": 3,
    "drafting/model_reading.py": 1,
    "drafting/model_tools.py": 1,
    "drafting/premises.py": 1,
    "drafting/refusals.py": 2,
    "drafting/spoken.py": 1,
    "drafting/standing.py": 5,
    "drafting/talk.py": 2,
    "pipeline.py": 3,
}
_TAKES = re.compile(r"underst(?:ood|anding)\.(?:effective_)?question\b")


def test_the_text_is_read_once():
    found = {
        path.relative_to(ROOT).as_posix(): len(_TAKES.findall(path.read_text(encoding="utf-8")))
        for folder in ("decide", "drafting", "gates", "calculator")
        for path in sorted((ROOT / folder).glob("*.py"))
    }
    found["pipeline.py"] = len(_TAKES.findall((ROOT / "pipeline.py").read_text(encoding="utf-8")))
    more = {name: count for name, count in found.items() if count > STILL.get(name, 0)}
    assert not more
