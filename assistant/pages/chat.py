"""The chat page's layout and wiring: conversations on the left, the talk in the middle, its clauses on the right.

Works without a model and without a network. The conversation lives on the server: a shared desk's browser keeps
nothing but an anonymous cookie.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.api.services import NOT_SAVED, Services, client_of
from assistant.pages import cards
from assistant.pages.replies import REPLIES, replies
from assistant.pages.talks import Talks
from assistant.pages.turns import Talk, answered, panels

ANYWHERE = "不限"
CITIES = [ANYWHERE, "长沙", "杭州", "绍兴"]
EXAMPLES = [
    "绍兴国家级专精特新小巨人奖励多少？",
    "长沙智能化技改买设备花了1350万元，最高补多少？",
    "节水型企业奖励，长沙和绍兴比一比",
    "长政办发〔2021〕12号还有效吗？",
    "绍兴数字化示范园区要满足什么条件？",
]
GOOD = "有用"
REASONS = ["条款引用有误", "金额有误", "政策已失效", "没答到点"]
AT_ONCE = 8  # answers that one page's queue works on side by side

_HERE = Path(__file__).parent
CSS = (_HERE / "chat.css").read_text(encoding="utf-8")
HEAD = (
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">'
    f"<script>{(_HERE / 'chat.js').read_text(encoding='utf-8')}</script>"
)
_FONTS = ("PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", "system-ui", "sans-serif")
THEME = gr.themes.Base(primary_hue="blue", neutral_hue="slate", font=_FONTS, font_mono=("ui-monospace", "monospace"))
HEADER = (_HERE / "chat_header.html").read_text(encoding="utf-8")
WELCOME = "问奖补金额、申报条件、政策是否有效，或直接说条款号。每句话都标明出处，金额由程序按条款测算。"
_COPY = "(text) => { window.policyCopy(text); }"
_REALLY = "(id) => (id && window.confirm('删除后无法恢复，确定删除这段对话吗？')) ? id : null"


def chat_page(services: Services) -> gr.Blocks:
    """The page over the opened core and memory of `services`."""
    assistant = services.assistant
    talks = Talks(services)

    with gr.Blocks(title="政策问答助手", analytics_enabled=False, fill_width=True) as page:
        talk = gr.State(Talk())
        pasteable = gr.Textbox(visible="hidden", elem_id="pasteable", label="待复制的文字")
        gr.HTML(HEADER)
        with gr.Row(elem_id="main"):
            with gr.Column(scale=0, min_width=220, elem_id="past"):
                clear = gr.Button("＋ 新对话", elem_id="clear")
                chosen = gr.Radio([], label="历次对话", elem_id="conversations")
                with gr.Accordion("改名或删除", open=False, elem_id="manage"):
                    title = gr.Textbox(label="新名称", max_length=80, elem_id="title")
                    with gr.Row():
                        rename = gr.Button("保存名称", size="sm", elem_id="rename")
                        forget = gr.Button("删除对话", size="sm", variant="stop", elem_id="forget")
            with gr.Column(scale=3, min_width=320, elem_id="talk"):
                city = gr.Radio(CITIES, value=ANYWHERE, label="所在城市（本次对话沿用）", elem_id="city")
                chat = gr.Chatbot(
                    label="对话",
                    show_label=False,
                    height="54vh",  # the style sheet knows better; this holds until it is there
                    buttons=["copy"],
                    allow_tags=False,
                    feedback_options=None,
                    layout="bubble",
                    elem_id="chat",
                    placeholder=WELCOME,
                    autoscroll=False,
                    allow_file_downloads=False,
                    latex_delimiters=[],
                )
                with gr.Row(elem_id="examples") as examples:
                    asked = [gr.Button(text, size="sm", elem_classes="chip") for text in EXAMPLES]
                with gr.Row(elem_id="replies", visible=False) as offered:
                    tapped = [gr.Button("", size="sm", elem_classes="chip", visible=False) for _ in range(REPLIES)]
                with gr.Row(elem_id="ask"):
                    question = gr.Textbox(
                        label="问题",
                        placeholder="例如：绍兴国家级小巨人奖励多少？",
                        lines=1,
                        max_lines=8,
                        scale=1,
                        elem_id="question",
                    )
                    send = gr.Button("提问", variant="primary", scale=0, min_width=88, elem_id="send")
                    stop = gr.Button("停止", scale=0, min_width=88, visible=False, elem_id="stop")
                with gr.Row(elem_id="actions", visible=False) as actions:
                    copy = gr.Button("复制（含出处）", size="sm", elem_id="copy")
                    with gr.Accordion("对这个回答的反馈", open=False, elem_id="feedback"):
                        verdict = gr.CheckboxGroup([GOOD, *REASONS], label="这个回答怎么样", elem_id="verdict")
                        comment = gr.Textbox(label="补充说明（可不填）", max_length=2000, elem_id="comment")
                        rate = gr.Button("提交反馈", size="sm", elem_id="rate")
            with gr.Column(scale=2, min_width=300, elem_id="side"):
                gr.HTML("<h2>依据</h2>")
                beside = gr.HTML(cards.EMPTY, elem_id="evidence")

        shown = [
            chat,
            beside,
            question,
            talk,
            pasteable,
            chosen,
            examples,
            offered,
            actions,
            send,
            stop,
            verdict,
            *tapped,
        ]

        def ask(text: str, held: Talk, where: str, request: gr.Request) -> Iterator[dict[Any, Any]]:
            """One turn. The box is free for the next question at once; after a failure the question is back in it."""
            client = client_of(request.cookies)
            yield {question: "", send: gr.update(visible=False), stop: gr.update(visible=True), verdict: []}
            for step in answered(assistant, text, held, None if where == ANYWHERE else where):
                update: dict[Any, Any] = {chat: step.messages}
                if step.beside is not None:
                    update[beside] = step.beside + panels(held.answers, folded=True)
                if step.answer is not None:
                    kept = talks.keep(client, held, step.answer)
                    for warning in (each for each in kept.answers[-1].warnings if each.code == NOT_SAVED):
                        gr.Warning(warning.message, title="未保存", duration=None)
                    choices = replies(step.answer, assistant.rulebook)
                    update |= {
                        talk: kept,
                        pasteable: cards.with_sources(step.answer),
                        chosen: gr.update(choices=talks.choices(client), value=kept.id),
                        **_offered(choices),
                    }
                if step.problem:
                    update[question] = text
                if step.answer is not None or step.problem:
                    update |= {send: gr.update(visible=True), stop: gr.update(visible=False)}
                yield update

        def _offered(choices: list[str]) -> dict[Any, Any]:
            """The reply chips, and what belongs to a conversation that has begun."""
            chips = {
                button: gr.update(value=choices[i] if i < len(choices) else "", visible=i < len(choices))
                for i, button in enumerate(tapped)
            }
            return {
                examples: gr.update(visible=False),
                offered: gr.update(visible=bool(choices)),
                actions: gr.update(visible=True),
                **chips,
            }

        def opened(held: Talk) -> dict[Any, Any]:
            """A conversation as it was left."""
            if not held.answers:
                return fresh()
            last = held.answers[-1]
            return {
                chat: held.messages(),
                beside: panels(held.answers) or cards.EMPTY,
                question: "",
                talk: held,
                pasteable: cards.with_sources(last),
                verdict: [],
                send: gr.update(visible=True),
                stop: gr.update(visible=False),
                **_offered(replies(last, assistant.rulebook)),
            }

        def fresh() -> dict[Any, Any]:
            return {
                chat: [],
                beside: cards.EMPTY,
                question: "",
                talk: Talk(),
                pasteable: "",
                chosen: gr.update(value=None),
                verdict: [],
                send: gr.update(visible=True),
                stop: gr.update(visible=False),
                examples: gr.update(visible=True),
                offered: gr.update(visible=False),
                actions: gr.update(visible=False),
            }

        def reopen(conversation: str | None, request: gr.Request) -> dict[Any, Any]:
            return opened(talks.open(client_of(request.cookies), conversation)) if conversation else fresh()

        def arrived(request: gr.Request) -> Any:
            return gr.update(choices=talks.choices(client_of(request.cookies)), value=None)

        def renamed(conversation: str | None, name: str, request: gr.Request) -> tuple[Any, str]:
            gr.Info(talks.rename(client_of(request.cookies), conversation, name))
            return gr.update(choices=talks.choices(client_of(request.cookies)), value=conversation), ""

        def forgotten(conversation: str | None, request: gr.Request) -> dict[Any, Any]:
            if not conversation:
                return {title: gr.skip()}
            gr.Info(talks.forget(client_of(request.cookies), conversation))
            return fresh() | {chosen: gr.update(choices=talks.choices(client_of(request.cookies)), value=None)}

        def rated(given: list[str], words: str, held: Talk, request: gr.Request) -> tuple[list[str], str]:
            reasons = [reason for reason in given if reason != GOOD]
            gr.Info(talks.rate(client_of(request.cookies), held, good=GOOD in given, reasons=reasons, comment=words))
            return [], ""

        hidden = {"show_progress": "hidden", "api_visibility": "private"}
        turn = {"inputs": [question, talk, city], "outputs": shown, "concurrency_limit": AT_ONCE, **hidden}
        running = [trigger(ask, **turn) for trigger in (send.click, question.submit)]
        for button in (*asked, *tapped):
            running.append(button.click(lambda text: text, button, question, **hidden).then(ask, **turn))
        stop.click(
            lambda: (gr.update(visible=True), gr.update(visible=False)), None, [send, stop], cancels=running, **hidden
        )
        copy.click(None, pasteable, None, js=_COPY)
        clear.click(fresh, None, shown, cancels=running, **hidden)
        chosen.input(reopen, chosen, shown, cancels=running, **hidden)
        rename.click(renamed, [chosen, title], [chosen, title], **hidden)
        title.submit(renamed, [chosen, title], [chosen, title], **hidden)
        forget.click(forgotten, chosen, [*shown, title], js=_REALLY, **hidden)
        rate.click(rated, [verdict, comment, talk], [verdict, comment], **hidden)
        page.load(arrived, None, chosen, **hidden)
    return page
