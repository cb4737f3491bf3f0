"""`python -m assistant …`: one small function a command; everything heavy is imported when it is needed.

Exit codes, the same everywhere: 0 all good · 1 failed · 2 usage or a refused value · 3 some lines of a batch
are bad · 4 no usable index.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from assistant.answer import Answer, AskRequest, Turn
from assistant.errors import AssistantFailure, InputInvalid, QuestionRefused, RequestInvalid, UnknownRule
from index.errors import IndexFailure, IndexMissing
from index.text.jsonl import Line, read_lines

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_SOME_BAD, EXIT_NO_INDEX = range(5)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. Never shows a traceback for a foreseeable mistake."""
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except IndexMissing as error:
        return _complain(error.message, EXIT_NO_INDEX)
    except (QuestionRefused, RequestInvalid, InputInvalid, UnknownRule) as error:
        return _complain(error.message, EXIT_USAGE)
    except (AssistantFailure, IndexFailure) as error:
        return _complain(error.message, EXIT_FAILED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader left (`| head`): nothing to tell anybody
        return EXIT_OK
    except KeyboardInterrupt:
        return _complain("已中断。", 130)


def _complain(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期“{text}”不对，请写成 2026-11-22 这样") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description="政策问答助手")
    commands = parser.add_subparsers(required=True, metavar="命令")

    ask = commands.add_parser("ask", help="提一个问题")
    ask.add_argument("question", help="问题，用引号括起来")
    ask.add_argument("--city", help="地方，须是收录了政策的城市")
    ask.add_argument("--as-of", type=_day, help="按哪一天回答，如 2026-11-22；默认今天")
    ask.add_argument("--history", type=Path, help='此前的对话：JSON 文件，[{"role","content"}…]')
    ask.add_argument("--json", action="store_true", help="输出完整的 JSON 答案")
    ask.set_defaults(command=_ask)

    batch = commands.add_parser("batch", help="逐行回答 JSONL 文件中的问题")
    batch.add_argument("questions", help='JSONL 文件，每行 {"id","question"}；- 表示标准输入')
    batch.set_defaults(command=_batch)

    calc = commands.add_parser("calc", help="按一条规则测算金额")
    calc.add_argument("rule_id", help="规则编号，见 rules 命令")
    calc.add_argument("values", nargs="*", metavar="名称=值", help="如 revenue=1.2亿元 on_part_list=是 lists=a,b")
    calc.add_argument("--as-of", type=_day, help="按哪一天的政策状态，默认今天")
    calc.add_argument("--event-date", help="事项发生的日期，如 2024-05-01 或 2024")
    calc.add_argument("--json", action="store_true")
    calc.set_defaults(command=_calc)

    rules = commands.add_parser("rules", help="列出奖补规则；rules check 文件编号 逐项校对")
    rules.add_argument(
        "action", nargs="?", choices=["check", "handbook"], help="check 校对一份文件；handbook 生成规则手册"
    )
    rules.add_argument("document", nargs="?", help="文件编号，如 changsha-2023")
    rules.add_argument("--city", help="只列某地")
    rules.add_argument("--coverage", action="store_true", help="原文每个数字由哪条规则使用，哪些还没有着落")
    rules.add_argument("--json", action="store_true")
    rules.set_defaults(command=_rules)

    match = commands.add_parser("match", help="拿一家企业的情况对照一个城市的全部奖补")
    match.add_argument("--profile", required=True, help="企业情况：一段文字，或写有这段文字的文件")
    match.add_argument("--city", required=True, help="地方，须是收录了政策的城市")
    match.add_argument("--as-of", type=_day, help="按哪一天的政策状态，默认今天")
    match.add_argument("--json", action="store_true")
    match.set_defaults(command=_match)

    verify = commands.add_parser("verify", help="逐句核对别人的回答：哪句话条款不支持")
    verify.add_argument(
        "drafts", help='JSONL 文件，每行 {"id","question","answer","cites":{"1":"条款编号"},"as_of"}；- 表示标准输入'
    )
    verify.set_defaults(command=_verify)

    doctor = commands.add_parser("doctor", help="体检：索引、模型、规则、分词器、磁盘")
    doctor.add_argument("--json", action="store_true")
    doctor.add_argument("--deep", action="store_true", help="另外复核索引：语句、向量、向量图与原文和模型是否一致")
    doctor.set_defaults(command=_doctor)

    settings = commands.add_parser("settings", help="列出全部配置项")
    settings.set_defaults(command=_settings)

    serve = commands.add_parser("serve", help="启动网页与接口服务")
    serve.add_argument("--workers", type=_workers, default=1, metavar="N", help="几个进程一起服务，默认 1")
    serve.set_defaults(command=_serve)

    from assistant import cli_store

    cli_store.add_commands(commands)
    return parser


def _ask(arguments: argparse.Namespace) -> int:
    request = AskRequest(
        question=arguments.question,
        city=arguments.city,
        as_of=arguments.as_of,
        history=_history(arguments.history) if arguments.history else [],
    )
    answer = _open().answer(request)
    print(answer.model_dump_json(indent=1) if arguments.json else _for_terminal(answer))
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


def _batch(arguments: argparse.Namespace) -> int:
    assistant = _open()
    bad = 0
    with _binary(arguments.questions) as stream:
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


def _binary(name: str) -> BinaryIO:
    if name == "-":
        return sys.stdin.buffer
    try:
        return open(name, "rb")
    except OSError as error:
        raise RequestInvalid(f"打不开文件 {name}：请检查路径和权限。", log=str(error)) from error


def _calc(arguments: argparse.Namespace) -> int:
    from assistant.rulebook.commands import run_calc

    return run_calc(arguments)


def _rules(arguments: argparse.Namespace) -> int:
    from assistant.rulebook import commands
    from assistant.rulebook.proof import commands as proof_commands

    if arguments.action == "check":
        if not arguments.document:
            raise RequestInvalid("请写要校对的文件编号，例如 rules check changsha-2023。")
        return proof_commands.run_check_document(arguments)
    if arguments.action == "handbook":
        return proof_commands.run_handbook(arguments)
    return proof_commands.run_coverage(arguments) if arguments.coverage else commands.run_rules(arguments)


def _match(arguments: argparse.Namespace) -> int:
    from assistant.clock import today
    from assistant.decide.profile import Profiles
    from assistant.drafting import phrases
    from assistant.rulebook.load import load_rulebook

    rulebook = load_rulebook()
    cities = sorted({rulebook.region(rule) for rule in rulebook.rules.values()})
    if arguments.city not in cities:
        raise RequestInvalid(f"没有“{arguments.city}”的奖补规则。可选：{'、'.join(cities)}。")
    text = _text_or_file(arguments.profile)
    found = Profiles(rulebook).match_text(text, arguments.city, arguments.as_of or today())
    if arguments.json:
        rows = [
            {
                "rule_id": m.rule_id,
                "title": m.title,
                "clause_id": m.clause_id,
                "verdict": m.verdict,
                "named": m.named,
                "question": m.question,
                "calculation": m.calculation.model_dump(mode="json"),
            }
            for m in found.matches
        ]
        total = found.total.model_dump(mode="json") if found.total else None
        print(json.dumps({"city": found.city, "matches": rows, "total": total}, ensure_ascii=False, indent=1))
        return EXIT_OK
    for match_ in found.of("applies"):
        print(f"可享受  {match_.title}：{phrases.amount(match_.calculation) or '原文未载明金额'}（{match_.clause_id}）")
    for match_ in [m for m in found.of("might") if m.named]:
        print(f"待确认  {match_.title}：{match_.question}（{match_.clause_id}）")
    for match_ in [m for m in found.of("does_not") if m.named]:
        print(f"不符合  {match_.title}：{phrases.reasons(match_.calculation) or '未取得'}（{match_.clause_id}）")
    if found.total:
        print(phrases.total(found.total))
    return EXIT_OK


def _text_or_file(written: str) -> str:
    """What was written, or what the file of that name holds."""
    try:
        return Path(written).read_text(encoding="utf-8")
    except (OSError, ValueError):  # a text is no file name: too long, or nothing there
        return written


def _verify(arguments: argparse.Namespace) -> int:
    from assistant.clock import today
    from assistant.gates.verify import Verifier, request_from_line
    from assistant.rulebook.load import load_rulebook

    verifier = Verifier(load_rulebook())
    bad = 0
    with _binary(arguments.drafts) as stream:
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


def _doctor(arguments: argparse.Namespace) -> int:
    from assistant.doctor import examine

    checks = list(examine(deep=arguments.deep))
    if arguments.json:
        print(json.dumps([check.as_dict() for check in checks], ensure_ascii=False, indent=1))
    else:
        for check in checks:
            print(
                f"{'正常' if check.ok else '异常'}  {check.name}：{check.finding}"
                + (f"\n      怎么办：{check.remedy}" if not check.ok else "")
            )
    return EXIT_OK if all(check.ok for check in checks) else EXIT_FAILED


def _settings(_: argparse.Namespace) -> int:
    from assistant.settings import settings_table

    print(settings_table())
    return EXIT_OK


def _serve(arguments: argparse.Namespace) -> int:
    from app import main as serve

    return serve(arguments.workers)


def _workers(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 64:
        return int(text)
    raise argparse.ArgumentTypeError("进程数请写 1 至 64 的整数")


def _open() -> Any:
    from assistant.pipeline import Assistant
    from assistant.settings import settings

    return Assistant.open(settings())


__all__ = ["main", "request_from"]
