"""The commands over the award rules: list, calculate, match a company, and what their authors prove them with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import RequestInvalid
from index.command_line import EXIT_OK, AsOf, CommandLine, Json

City = Annotated[str | None, typer.Option("--city", metavar="城市", help="只列某地")]

rules = CommandLine("奖补规则：列出，校对，用例，笔误检验，手册", invoke_without_command=True)


@rules.callback()
def _rules(
    context: typer.Context,
    city: City = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="原文每个数字由哪条规则使用，哪些还没有着落")] = False,
    as_json: Json = False,
) -> int:
    """列出奖补规则；另有校对、用例、笔误检验和手册"""
    if context.invoked_subcommand:
        return EXIT_OK
    if coverage:
        from assistant.rulebook.proof.commands import run_coverage

        return run_coverage(as_json)
    from assistant.rulebook.commands import run_rules

    return run_rules(city, as_json)


@rules.command("check")
def _check(
    document: Annotated[str, typer.Argument(metavar="文件编号", help="如 changsha-2023", show_default=False)] = "",
) -> int:
    """逐项校对一份文件：还有哪些没有做完"""
    from assistant.rulebook.proof.commands import run_check_document

    if not document:
        raise RequestInvalid("请写要校对的文件编号，例如 rules check changsha-2023。")
    return run_check_document(document)


@rules.command("cases")
def _cases(
    target: Annotated[
        str, typer.Argument(metavar="文件", help="文件编号，或一个规则文件；默认全部", show_default=False)
    ] = "",
) -> int:
    """运行规则自带的用例"""
    from assistant.rulebook.commands import run_cases

    return run_cases(target)


@rules.command("mutants")
def _mutants(
    document: Annotated[str, typer.Argument(metavar="文件编号", help="默认全部", show_default=False)] = "",
) -> int:
    """把规则数据逐处改坏，看校对与用例能否发现"""
    from assistant.rulebook.proof.commands import run_mutants

    return run_mutants(document)


@rules.command("handbook")
def _handbook(
    out: Annotated[Path, typer.Option("--out", metavar="目录", help="写到哪里")] = Path("docs"),
) -> int:
    """生成规则手册"""
    from assistant.rulebook.proof.commands import run_handbook

    return run_handbook(out)


def calc(
    rule_id: Annotated[str, typer.Argument(metavar="规则编号", help="见 rules 命令")],
    values: Annotated[
        list[str] | None,
        typer.Argument(metavar="名称=值…", help="如 revenue=1.2亿元 on_part_list=是 lists=a,b", show_default=False),
    ] = None,
    as_of: AsOf = None,
    event_date: Annotated[
        str | None, typer.Option("--event-date", metavar="日期", help="事项发生的日期，如 2024-05-01 或 2024")
    ] = None,
    as_json: Json = False,
) -> int:
    """按一条规则测算金额"""
    from assistant.rulebook.commands import run_calc

    return run_calc(rule_id, values or [], as_of, event_date, as_json)


def match(
    profile: Annotated[str, typer.Option("--profile", metavar="情况", help="企业情况：一段文字，或写有这段文字的文件")],
    city: Annotated[str, typer.Option("--city", metavar="城市", help="须是收录了政策的城市")],
    as_of: AsOf = None,
    as_json: Json = False,
) -> int:
    """拿一家企业的情况对照一个城市的全部奖补"""
    from assistant.clock import today
    from assistant.decide.profile import Profiles
    from assistant.drafting import phrases
    from assistant.drafting.result import reasons
    from assistant.rulebook.load import load_rulebook

    rulebook = load_rulebook()
    cities = sorted({rulebook.region(rule) for rule in rulebook.rules.values()})
    if city not in cities:
        raise RequestInvalid(f"没有“{city}”的奖补规则。可选：{'、'.join(cities)}。")
    text = _text_or_file(profile)
    found = Profiles(rulebook).match_text(text, city, as_of or today())
    if as_json:
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
    for each in found.of("applies"):
        print(f"可享受  {each.title}：{phrases.amount(each.calculation) or '原文未载明金额'}（{each.clause_id}）")
    for each in [m for m in found.of("might") if m.named]:
        print(f"待确认  {each.title}：{each.question}（{each.clause_id}）")
    for each in [m for m in found.of("does_not") if m.named]:
        print(f"不符合  {each.title}：{reasons(each.calculation) or '未取得'}（{each.clause_id}）")
    if found.total:
        print(phrases.total(found.total))
    return EXIT_OK


def _text_or_file(written: str) -> str:
    """What was written, or what the file of that name holds."""
    try:
        return Path(written).read_text(encoding="utf-8")
    except (OSError, ValueError):  # a text is no file name: too long, or nothing there
        return written
