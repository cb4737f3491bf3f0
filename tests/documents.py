"""The parts of docs/ that are built from the code: `python -m tests.documents` (`make docs`) writes them.

Settings from `Settings`, commands from the command line itself, the answer's schema from `Answer`, the handbooks from
the rules. A test compares what is committed with what would be written.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from assistant.cli import app as assistant_commands
from assistant.rulebook.load import load_rulebook
from assistant.rulebook.proof.handbook import write_handbooks
from assistant.settings import settings_table
from eval.cli import app as evaluation
from tests.answer_schema import write as write_schema

DOCS = Path(__file__).resolve().parent.parent / "docs"
_SETTINGS = """# 配置

环境变量或 `.env`，前缀 `POLICY_`；写错的配置项会被拒绝，不会悄悄失效。本页由 `make docs` 从代码生成。

"""
_COMMANDS = """# 命令行

`policy` 是全部命令的入口；`python -m assistant …`（评测以外的全部）、`python -m index …`、`python -m eval …` 是它的几个部分，写法相同。
`policy completion bash >> ~/.bashrc` 装上命令补全（bash、zsh、fish、powershell）。本页由 `make docs` 从代码生成。

退出码处处一样：0 成功，1 失败，2 用法不对或值被拒绝，3 批量输入里有坏行，4 没有可用的索引，130 中断。
"""


def settings_page() -> str:
    return _SETTINGS + settings_table() + "\n"


def commands_page() -> str:
    lines = [_COMMANDS]
    for words, command in _commands("policy", get_command(assistant_commands)):
        lines += _section(words, command)
    for words, command in _commands("policy eval", get_command(evaluation)):
        lines += _section(words, command)
    return "\n".join(lines).rstrip() + "\n"


def _commands(words: str, command: Any) -> Iterator[tuple[str, Any]]:
    if not hasattr(command, "commands"):
        yield words, command
        return
    if command.invoke_without_command or words == "policy eval":
        yield words, command
    for name, under in command.commands.items():
        if (words, name) != ("policy", "eval"):
            yield from _commands(f"{words} {name}", under)


def _section(words: str, command: Any) -> list[str]:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option"]
    written = " ".join([words, *(_optional(each.metavar, each.required) for each in arguments)])
    lines = [
        "",
        f"## {words}",
        "",
        command.help or "",
        "",
        "```sh",
        written + (" [选项]" if options else ""),
        "```",
        "",
    ]
    rows = [(each.metavar, each.help or "") for each in arguments if each.help]
    rows += [(" ".join([*each.opts, *([] if each.is_flag else [each.metavar])]), each.help or "") for each in options]
    if rows:
        lines += ["| 参数 | 说明 |", "| --- | --- |"]
        lines += [f"| `{name}` | {said.replace('|', '、')} |" for name, said in rows]
    return lines


def _optional(name: str, required: bool) -> str:
    return name if required else f"[{name}]"


PAGES = {"settings.md": settings_page, "commands.md": commands_page}


def main() -> None:
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
    written = [*(DOCS / name for name in PAGES), write_schema(), *write_handbooks(load_rulebook(), DOCS)]
    for path in written:
        print(path)


if __name__ == "__main__":
    main()
