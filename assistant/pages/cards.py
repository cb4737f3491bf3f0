"""Clause cards and calculation cards as HTML. Every piece of text is escaped: gr.HTML does not sanitise."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from assistant.answer import Answer, Calculation, Citation, Condition
from assistant.drafting import phrases

_BADGES = {
    "in_force": "good",
    "draft": "warn",
    "expired": "bad",
    "draft_expired": "bad",
    "not_yet": "warn",
    "repealed": "bad",
}
_MET = {"yes": ("met", "✓", "符合"), "no": ("unmet", "✗", "不符合"), "unknown": ("open", "?", "待核实")}
EMPTY = '<div class="panel-empty">回答所依据的条款会显示在这里，引用的句子有底色标出。</div>'


def panel(answer: Answer) -> str:
    """Everything beside the answer: sums first, then the clauses in order of their numbers."""
    parts = [calculation(each) for each in answer.calculations] + [clause(each) for each in answer.citations]
    return f'<div class="panel">{"".join(parts)}</div>' if parts else EMPTY


def clauses(citations: Sequence[Citation]) -> str:
    """The clause cards alone, for while the answer is still coming."""
    return f'<div class="panel">{"".join(clause(each) for each in citations)}</div>' if citations else EMPTY


def clause(citation: Citation) -> str:
    """One clause with the supporting sentence highlighted and the policy's standing."""
    badge = f'<span class="badge {_BADGES[citation.status]}">{escape(phrases.STATUS_WORDS[citation.status])}</span>'
    return (
        f'<article class="card" id="card-{citation.n}"><header><b class="n">[{citation.n}]</b> '
        f"<b>{escape(citation.locator)}</b>{badge}</header>"
        f'<div class="source">《{escape(citation.title)}》</div><p>{_highlighted(citation)}</p></article>'
    )


def _highlighted(citation: Citation) -> str:
    text, start, end = citation.text, citation.quote_start, citation.quote_end
    if end <= start:
        return f"<mark>{_lines(citation.quote)}</mark>"
    return f"{_lines(text[:start])}<mark>{_lines(text[start:end])}</mark>{_lines(text[end:])}"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def calculation(result: Calculation) -> str:
    """One sum: amount, conditions, steps, what is still to be told."""
    words = phrases.amount(result) or {"not_eligible": "不能享受", "needs_info": "需补充信息"}.get(
        result.semantics, "原文未载明金额"
    )
    conditions = "".join(_condition(each) for each in result.conditions)
    steps = "".join(f"<li>{escape(step)}</li>" for step in result.steps)
    missing = "".join(f"<li>{escape(each.question)}</li>" for each in result.missing)
    return (
        f'<article class="card sum"><header><b>{escape(result.title)}</b></header>'
        f'<div class="amount">{escape(words)}</div>'
        + (f'<ul class="conditions">{conditions}</ul>' if conditions else "")
        + (f'<div class="label">还需要知道</div><ul>{missing}</ul>' if missing else "")
        + (f'<details><summary>测算过程</summary><ol class="steps">{steps}</ol></details>' if steps else "")
        + "</article>"
    )


def _condition(condition: Condition) -> str:
    name, mark, spoken = _MET[condition.met]
    short = f"（{escape(condition.shortfall)}）" if condition.shortfall else ""
    return f'<li class="{name}"><span aria-label="{spoken}">{mark}</span> {escape(condition.text)}{short}</li>'


def with_sources(answer: Answer) -> str:
    """The answer as text to paste elsewhere, its sources under it."""
    text = "\n".join(sentence.text + "".join(f"[{n}]" for n in sentence.cites) for sentence in answer.sentences)
    sources = [f"[{c.n}] 《{c.title}》{c.locator}：{c.quote}" for c in answer.citations]
    return "\n".join([text, *(["", "依据：", *sources] if sources else []), f"（按 {answer.as_of} 的政策状态回答）"])
