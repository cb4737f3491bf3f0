"""`python -m assistant …`, and all of `policy …` but the evaluation: everything heavy is imported when it is needed."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from pydantic import ValidationError

from assistant import cli_rules, cli_store
from assistant.answer import Answer, AskRequest, Turn
from assistant.errors import AssistantFailure, InputInvalid, QuestionRefused, RequestInvalid, UnknownRule
from index.cli import EXITS as INDEX_EXITS
from index.cli import app as index
from index.command_line import (
    EXIT_FAILED,
    EXIT_OK,
    EXIT_SOME_BAD,
    EXIT_USAGE,
    SHELLS,
    AsOf,
    CommandLine,
    Exits,
    Json,
    binary,
    completion,
    positive,
)
from index.errors import IndexFailure
from index.publishing.commands import documents
from index.text.jsonl import Line, read_lines

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

_REFUSED: Final = (QuestionRefused, RequestInvalid, InputInvalid, UnknownRule)
EXITS: Final[Exits] = {
    **INDEX_EXITS,
    **dict.fromkeys(_REFUSED, EXIT_USAGE),
    AssistantFailure: EXIT_FAILED,
}

app = CommandLine("政策问答助手：就产业政策提问，逐句有出处，金额由程序按条款计算")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Never shows a traceback for a foreseeable mistake."""
    return app.run(argv, "python -m assistant", EXITS)


@app.command("ask")
def _ask(
    question: Annotated[str, typer.Argument(metavar="问题", help="用引号括起来")],
    city: Annotated[str | None, typer.Option("--city", metavar="城市", help="须是收录了政策的城市")] = None,
    as_of: AsOf = None,
    history: Annotated[
        Path | None, typer.Option("--history", metavar="文件", help='此前的对话，JSON：[{"role","content"}…]')
    ] = None,
    as_json: Json = False,
) -> int:
    """提一个问题"""
    request = AskRequest(question=question, city=city, as_of=as_of, history=_history(history) if history else [])
    answer = _open().answer(request)
    print(answer.model_dump_json(indent=1) if as_json else _for_terminal(answer))
    return EXIT_OK


def _history(path: Path) -> list[Turn]:
    try:
        return [Turn.model_validate(turn) for turn in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError) as error:
        raise RequestInvalid(
            f'读不出对话记录 {path.name}：应是 [{{"role": "user", "content": "…"}}, …] 这样的 JSON。', log=str(error)
        ) from error


def _for_terminal(answer: Answer) -> str:
    sources = [f"[{c.n}] 《{c.title}》{c.locator}：{c.quote}" for c in answer.citations]
    return "\n".join([answer.answer, *(["", "依据"] if sources else []), *sources])


@app.command("batch")
def _batch(
    questions: Annotated[str, typer.Argument(metavar="文件", help='JSONL，每行 {"id","question"}；- 表示标准输入')],
) -> int:
    """逐行回答 JSONL 文件中的问题"""
    assistant = _open()
    bad = 0
    with binary(questions, RequestInvalid) as stream:
        for line in read_lines(stream):
            record = _answer_line(assistant.answer, line)
            bad += "error" in record
            print(json.dumps(record, ensure_ascii=False), flush=True)
    return EXIT_SOME_BAD if bad else EXIT_OK


def _answer_line(answer: Callable[[AskRequest], Answer], line: Line) -> dict[str, Any]:
    if line.record is None:
        return line.error(line.problem)
    try:
        result = answer(request_from(line.record))
    except (AssistantFailure, IndexFailure) as error:
        return line.error(error.message, error.code)
    return {**result.model_dump(mode="json"), "id": line.record["id"]}


def request_from(record: dict[str, Any]) -> AskRequest:
    """A batch line as a request; keys that are none of ours are ignored (exam files carry their gold along).

    Raises:
        RequestInvalid: id or question is missing, or a field has the wrong type; the message names it.
    """
    known = {key: record[key] for key in AskRequest.model_fields if record.get(key) is not None}
    if isinstance(known.get("id"), int):
        known["id"] = str(known["id"])
    for key, name in (("id", "编号 id"), ("question", "问题 question")):
        if not isinstance(known.get(key), str):
            raise RequestInvalid(f'缺少{name}，或它不是文字。每行应像 {{"id": "1", "question": "…"}}。')
    try:
        return AskRequest.model_validate(known)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise RequestInvalid(f"字段 {where} 的值不对：{first['msg']}。", log=str(error)) from error


app.command("calc")(cli_rules.calc)
app.command("match")(cli_rules.match)


@app.command("verify")
def _verify(
    drafts: Annotated[
        str,
        typer.Argument(
            metavar="文件",
            help='JSONL，每行 {"id","question","answer","cites":{"1":"条款编号"},"as_of"}；- 表示标准输入',
        ),
    ],
) -> int:
    """逐句核对别人的回答：哪句话条款不支持"""
    from assistant.clock import today
    from assistant.gates.verify import Verifier, request_from_line
    from assistant.rulebook.load import load_rulebook

    verifier = Verifier(load_rulebook())
    bad = 0
    with binary(drafts, RequestInvalid) as stream:
        for line in read_lines(stream):
            record = line.error(line.problem)
            if line.record is not None:
                try:
                    record = verifier.verify(request_from_line(line.record), today()).model_dump(mode="json")
                except AssistantFailure as error:
                    record = line.error(error.message, error.code)
            bad += "error" in record
            print(json.dumps(record, ensure_ascii=False), flush=True)
    return EXIT_SOME_BAD if bad else EXIT_OK


def _workers(text: str | int) -> int:
    if (number := positive(text)) > 64:
        raise typer.BadParameter("进程数请写 1 至 64 的整数")
    return number


app.add_typer(cli_rules.rules, name="rules")
app.add_typer(documents, name="docs")
app.add_typer(index, name="index")


@app.command("serve")
def _serve(
    workers: Annotated[int, typer.Option("--workers", parser=_workers, metavar="数", help="几个进程一起服务")] = 1,
) -> int:
    """启动网页与接口服务"""
    from app import main as serve

    return serve(workers)


@app.command("doctor")
def _doctor(
    as_json: Json = False,
    deep: Annotated[bool, typer.Option("--deep", help="另外复核索引：语句、向量、向量图与原文和模型是否一致")] = False,
) -> int:
    """体检：索引、模型、规则、分词器、磁盘；每一项异常都说怎么办"""
    from assistant.doctor import examine

    checks = list(examine(deep=deep))
    if as_json:
        print(json.dumps([check.as_dict() for check in checks], ensure_ascii=False, indent=1))
    else:
        for check in checks:
            print(
                f"{'正常' if check.ok else '异常'}  {check.name}：{check.finding}"
                + (f"\n      怎么办：{check.remedy}" if not check.ok else "")
            )
    return EXIT_OK if all(check.ok for check in checks) else EXIT_FAILED


@app.command("settings")
def _settings() -> int:
    """列出全部配置项"""
    from assistant.settings import settings_table

    print(settings_table())
    return EXIT_OK


cli_store.add_to(app)


@app.command("completion")
def _completion(
    shell: Annotated[str, typer.Argument(metavar="终端", help="、".join(SHELLS))] = "bash",
) -> int:
    """打印命令补全脚本，如 policy completion bash >> ~/.bashrc"""
    if shell not in SHELLS:
        raise RequestInvalid(f"没有“{shell}”的补全脚本。可选：{'、'.join(SHELLS)}。")
    print(completion("policy", shell))
    return EXIT_OK


def _open() -> Assistant:
    from assistant.pipeline import Assistant
    from assistant.settings import settings

    return Assistant.open(settings())


__all__ = ["EXITS", "app", "main", "request_from"]
