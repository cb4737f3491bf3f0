"""The same assistant as a gradio application, for whoever builds with gradio: its clients and its other apps.

`gradio_client.Client(".../gradio").predict("…", api_name="/ask")` gets the answer with its sources; the page is
gradio's own chat. The product's chat page is `assistant.pages.chat`: see there why it is not this one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from assistant.answer import AskRequest, Turn
from assistant.api.services import Services
from assistant.errors import AssistantFailure
from assistant.events import Done, SentenceReleased
from assistant.memory.store import REMEMBERED_TURNS
from assistant.pages.examples import Examples
from assistant.render import escape
from index.errors import IndexFailure

log = logging.getLogger(__name__)

PATH = "/gradio"
AT_ONCE = 8  # answers that the queue works on side by side
UNEXPECTED = "回答时出了意外，请稍后再试；如反复出现，请运行 python -m assistant doctor。"
_FONTS = ("PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", "system-ui", "sans-serif")
THEME = gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=("ui-monospace", "monospace"))
CSS = "footer { display: none !important; } .gradio-container { max-width: 60rem !important; margin: 0 auto; }"


def gradio_chat(services: Services) -> gr.Blocks:
    """A chat over the opened core of `services`."""
    assistant = services.assistant
    examples = Examples(assistant.rulebook, assistant.searcher.library, assistant.today)

    def ask(question: str, history: Sequence[dict[str, Any]]) -> Iterator[str]:
        """Markdown that grows, sources last; a failure is told in its place."""
        text = ""
        try:
            for event in assistant.stream(AskRequest(question=question, history=_turns(history))):
                if isinstance(event, SentenceReleased):
                    text += event.markdown
                    yield text
                elif isinstance(event, Done):
                    services.metrics.answered(event.answer)
                    sources = [
                        f"- \\[{c.n}\\] 《{escape(c.title)}》{escape(c.locator)}：{escape(c.quote)}"
                        for c in event.answer.citations
                    ]
                    yield "\n\n".join([text, *(["**依据**", "\n".join(sources)] if sources else [])])
        except (AssistantFailure, IndexFailure) as error:
            yield f"⚠ {error.message}"
        except Exception:
            log.exception("answering failed")
            yield f"⚠ {UNEXPECTED}"

    return gr.ChatInterface(
        ask,
        title="政策问答助手",
        description="每句话都有出处，金额由程序按条款测算。",
        chatbot=gr.Chatbot(label="对话", height="62vh", latex_delimiters=[], allow_tags=False, feedback_options=None),
        textbox=gr.Textbox(
            placeholder="例如：" + next(iter(_questions(examples)), ""),
            label="问题",
            show_label=False,
            submit_btn="提问",
            stop_btn="停止",
        ),
        examples=_questions(examples),
        cache_examples=False,
        api_name="ask",
        analytics_enabled=False,
        concurrency_limit=AT_ONCE,
        show_progress="hidden",
    )


def _questions(examples: Examples) -> list[str]:
    return [intent.question for intent in examples.intents()]


def _turns(history: Sequence[dict[str, Any]]) -> list[Turn]:
    """What gradio keeps of the talk, as the core takes it: text parts only."""
    turns = []
    for message in history[-REMEMBERED_TURNS:]:
        content = message["content"]
        parts = content if isinstance(content, list) else [content]
        text = "".join(part if isinstance(part, str) else str(part.get("text", "")) for part in parts)
        turns.append(Turn(role="user" if message["role"] == "user" else "assistant", content=text))
    return turns
