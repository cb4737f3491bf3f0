"""What stands beside an answer: sums and clauses as HTML. Every text is escaped: gr.HTML does not sanitise."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from urllib.parse import quote

from assistant.answer import Answer, Calculation, Citation, Condition
from assistant.drafting import phrases
from assistant.drafting.wording import clipped

_BADGES = {
    "in_force": "good",
    "draft": "warn",
    "expired": "bad",
    "draft_expired": "bad",
    "not_yet": "warn",
    "repealed": "bad",
    "superseded": "bad",
    "unverified": "warn",
}
_MET = {"yes": ("met", "✓", "符合"), "no": ("unmet", "✗", "不符合"), "unknown": ("open", "?", "待核实")}
LONG, NEARBY = 240, 60  # characters round a quote: beyond LONG only those NEARBY are shown at once
_NO_AMOUNT = {"not_eligible": "不能享受", "needs_info": "需补充信息"}
EMPTY = (
    '<div class="panel-empty">回答所依据的条款会显示在这里：引用的句子有底色，旁边标着政策是否有效。'
    "点回答里的 [1] 可以跳到对应的条款。</div>"
)


@dataclass(slots=True)
class Beside:
    """The panel of turn `number` while it comes about."""

    number: int
    question: str
    citations: list[Citation] = field(default_factory=list)
    calculations: list[Calculation] = field(default_factory=list)

    def html(self, *, folded: bool = False) -> str:
        titles = {citation.document_id: citation.title for citation in self.citations}
        parts = [calculation(each, titles.get(each.document_id, "")) for each in self.calculations]
        parts += [clause(self.number, each) for each in self.citations]
        if not parts:
            return EMPTY
        title = f"第{self.number}问 · {escape(clipped(self.question, 24))}"
        return (
            f'<details class="turn"{"" if folded else " open"}><summary>{title}</summary>'
            f'<div class="panel">{"".join(parts)}</div></details>'
        )


def panel(number: int, answer: Answer, *, folded: bool = False) -> str:
    """Everything beside the answer of turn `number`: sums first, then the clauses in order of their numbers."""
    return Beside(number, answer.question, answer.citations, answer.calculations).html(folded=folded)


def clause(number: int, citation: Citation) -> str:
    """One clause with the supporting sentence highlighted and the policy's standing."""
    badge = f'<span class="badge {_BADGES[citation.status]}">{escape(phrases.STATUS_WORDS[citation.status])}</span>'
    locator = citation.clause_id.removeprefix(f"{citation.document_id}/")
    link = f"/library/{quote(citation.document_id)}#{quote(locator)}"
    return (
        f'<article class="card" id="card-{number}-{citation.n}" tabindex="-1">'
        f'<header><b class="n">[{citation.n}]</b> <b>{escape(citation.locator)}</b>{badge}</header>'
        f'<div class="source">《{escape(citation.title)}》</div>{_highlighted(citation)}'
        f'<a class="more" href="{escape(link)}" target="_blank" rel="noopener">在政策库中查看上下文</a></article>'
    )


def _highlighted(citation: Citation) -> str:
    """The quote with what stands round it; of a long clause the rest is folded away."""
    text, start, end = citation.text, citation.quote_start, citation.quote_end
    if end <= start:
        return f"<p><mark>{_lines(citation.quote)}</mark></p>"
    whole = f"<p>{_lines(text[:start])}<mark>{_lines(text[start:end])}</mark>{_lines(text[end:])}</p>"
    if len(text) - (end - start) <= LONG:
        return whole
    before, after = text[max(0, start - NEARBY) : start], text[end : end + NEARBY]
    lead, trail = "…" * (start > NEARBY), "…" * (len(text) > end + NEARBY)
    return (
        f"<p>{lead}{_lines(before)}<mark>{_lines(text[start:end])}</mark>{_lines(after)}{trail}</p>"
        f"<details><summary>展开整条</summary>{whole}</details>"
    )


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def calculation(result: Calculation, title: str = "") -> str:
    """One sum: amount, conditions, steps, what is still to be told, who pays and when; `title` is its policy's."""
    words = phrases.amount(result) or _NO_AMOUNT.get(result.semantics, "原文未载明金额")
    option = f'<span class="option">{escape(result.option)}</span>' if result.option else ""
    return (
        f'<article class="card sum {result.semantics}"><header><b>{escape(result.title)}</b>{option}</header>'
        + (f'<div class="source">《{escape(title)}》</div>' if title else "")
        + f'<div class="amount">{escape(words)}</div>'
        + _list("conditions", [_condition(each) for each in result.conditions])
        + _listed("还需要知道", [each.question for each in result.missing])
        + _listed("发放安排", [f"{each.label}：{phrases.money(each.amount_yuan)}" for each in result.schedule])
        + _listed("由谁承担", [f"{each.who}：{phrases.money(each.amount_yuan)}" for each in result.payer])
        + _folded("测算过程", result.steps)
        + "</article>"
    )


def _listed(label: str, items: list[str]) -> str:
    if not items:
        return ""
    return f'<div class="label">{label}</div>' + _list("told", [f"<li>{escape(item)}</li>" for item in items])


def _list(name: str, items: list[str]) -> str:
    return f'<ul class="{name}">{"".join(items)}</ul>' if items else ""


def _folded(label: str, steps: list[str]) -> str:
    shown = "".join(f"<li>{escape(step)}</li>" for step in steps)
    return f'<details><summary>{label}</summary><ol class="steps">{shown}</ol></details>' if steps else ""


def _condition(condition: Condition) -> str:
    name, mark, spoken = _MET[condition.met]
    short = f"（{escape(condition.shortfall)}）" if condition.shortfall else ""
    return (
        f'<li class="{name}"><span role="img" aria-label="{spoken}">{mark}</span> {escape(condition.text)}{short}</li>'
    )


def with_sources(answer: Answer) -> str:
    """The answer as text to paste elsewhere, its sources under it."""
    text = "\n".join(sentence.text + "".join(f"[{n}]" for n in sentence.cites) for sentence in answer.sentences)
    sources = [f"[{c.n}] 《{c.title}》{c.locator}：{c.quote}" for c in answer.citations]
    return "\n".join([text, *(["", "依据：", *sources] if sources else []), f"（按 {answer.as_of} 的政策状态回答）"])
