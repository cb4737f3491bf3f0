"""The chat page: streamed answers with the clauses beside them. Works without a model and without a network."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.answer import Answer, AskRequest, Turn
from assistant.api.services import Services
from assistant.errors import AssistantFailure
from assistant.events import Done, EvidenceReady, SentenceReleased
from assistant.pages import cards
from assistant.pipeline import Assistant
from index.errors import IndexFailure

log = logging.getLogger(__name__)

ANYWHERE = "不限"
CITIES = [ANYWHERE, "长沙", "杭州", "绍兴"]
EXAMPLES = [
    "绍兴国家级专精特新小巨人奖励多少？",
    "长沙智能化技改买设备花了1350万元，最高补多少？",
    "节水型企业奖励，长沙和绍兴比一比",
    "长政办发〔2021〕12号还有效吗？",
    "绍兴数字化示范园区要满足什么条件？",
]
REMEMBERED = 8  # turns of the conversation that a follow-up may build on

CSS = (Path(__file__).parent / "chat.css").read_text(encoding="utf-8")
HEAD = '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
_FONTS = ("PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", "system-ui", "sans-serif")
THEME = gr.themes.Soft(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=("ui-monospace", "monospace"))

Messages = list[dict[str, Any]]
Update = tuple[Messages, str, Any, list[Turn], str]

_COPY = "(text) => { navigator.clipboard.writeText(text); }"


def chat_page(services: Services) -> gr.Blocks:
    """The page over the opened core. The conversation lives in the server's session state, not in the browser."""

    def ask(question: str, messages: Messages, turns: list[Turn], city: str) -> Iterator[Update]:
        yield from answered(services.assistant, question, messages, turns, city)

    with gr.Blocks(title="政策问答助手", analytics_enabled=False, fill_width=True) as page:
        turns = gr.State([])
        pasteable = gr.Textbox(visible="hidden", elem_id="pasteable")
        gr.HTML(
            '<header class="top"><h1>政策问答助手</h1>'
            "<p>长沙、杭州、绍兴与湖南的产业政策。每句话都标明出处，金额由程序按条款测算。</p></header>"
        )
        with gr.Row(elem_id="main"):
            with gr.Column(scale=3, min_width=320):
                city = gr.Radio(CITIES, value=ANYWHERE, label="所在城市（本次对话沿用）", elem_id="city")
                chat = gr.Chatbot(
                    label="对话",
                    show_label=False,
                    height="56vh",
                    buttons=["copy"],
                    allow_tags=False,
                    feedback_options=None,
                    layout="bubble",
                    elem_id="chat",
                    placeholder="问奖补金额、申报条件、政策是否有效，或直接说条款号。",
                    allow_file_downloads=False,
                    latex_delimiters=[],
                )
                question = gr.Textbox(
                    label="问题",
                    placeholder="例如：绍兴国家级小巨人奖励多少？",
                    lines=2,
                    max_lines=8,
                    elem_id="question",
                )
                with gr.Row(elem_id="actions"):
                    send = gr.Button("提问", variant="primary", elem_id="send")
                    stop = gr.Button("停止", elem_id="stop")
                    copy = gr.Button("复制（含出处）", elem_id="copy")
                    clear = gr.Button("新对话", elem_id="clear")
                with gr.Row(elem_id="examples"):
                    examples = [gr.Button(text, size="sm", elem_classes="example") for text in EXAMPLES]
            with gr.Column(scale=2, min_width=300, elem_id="side"):
                gr.HTML("<h2>依据</h2>")
                evidence = gr.HTML(cards.EMPTY, elem_id="evidence")

        outputs = [chat, evidence, question, turns, pasteable]
        running = [
            trigger(ask, [question, chat, turns, city], outputs, show_progress="hidden", concurrency_limit=8)
            for trigger in (send.click, question.submit)
        ]
        for button in examples:
            chosen = button.click(lambda text=button.value: text, None, question, show_progress="hidden")
            running.append(
                chosen.then(ask, [question, chat, turns, city], outputs, show_progress="hidden", concurrency_limit=8)
            )
        stop.click(None, cancels=running)
        copy.click(None, pasteable, None, js=_COPY)
        clear.click(lambda: ([], cards.EMPTY, "", [], ""), None, outputs, cancels=running, show_progress="hidden")
    return page


def answered(assistant: Assistant, question: str, messages: Messages, turns: list[Turn], city: str) -> Iterator[Update]:
    """The page's updates while one question is answered. After a failure the question stays in its box."""
    shown = [*messages, {"role": "user", "content": question}]
    request = AskRequest(question=question, history=turns[-REMEMBERED:], city=None if city == ANYWHERE else city)
    text, beside = "", cards.EMPTY
    try:
        for event in assistant.stream(request):
            if isinstance(event, EvidenceReady):
                beside = cards.clauses(event.citations)
            elif isinstance(event, SentenceReleased):
                text += event.markdown
            elif isinstance(event, Done):
                kept = [
                    *turns,
                    Turn(role="user", content=question),
                    Turn(role="assistant", content=_said(event.answer)),
                ]
                yield _with(shown, text), cards.panel(event.answer), "", kept, cards.with_sources(event.answer)
                return
            yield _with(shown, text or "正在查找条款…"), beside, "", turns, ""
    except (AssistantFailure, IndexFailure) as error:
        yield [*messages, *_problem(question, error.message)], cards.EMPTY, question, turns, ""
    except Exception:
        log.exception("answering failed")
        message = "回答时出了意外，问题已保留，请稍后再试；如反复出现，请运行 python -m assistant doctor。"
        yield [*messages, *_problem(question, message)], cards.EMPTY, question, turns, ""


def _with(messages: Messages, text: str) -> Messages:
    return [*messages, {"role": "assistant", "content": text}]


def _problem(question: str, message: str) -> Messages:
    shown = question if len(question) <= 200 else question[:200] + "…"
    said: Messages = [{"role": "user", "content": shown}] if shown.strip() else []
    return [*said, {"role": "assistant", "content": f"⚠ {message}"}]


def _said(answer: Answer) -> str:
    return "".join(sentence.text for sentence in answer.sentences)
