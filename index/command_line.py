"""What every command line of the project shares: Chinese help and mistakes, exit codes, dates and counts.

typer reads the commands from typed functions; each returns its exit code. 0 all good · 1 failed · 2 usage or a
refused value · 3 some lines of a batch are bad · 4 no usable index · 130 interrupted.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, BinaryIO, Final

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError
from typer._completion_classes import completion_init
from typer._completion_shared import get_completion_script
from typer.core import TyperCommand, TyperGroup

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_SOME_BAD, EXIT_NO_INDEX = range(5)
EXIT_INTERRUPTED: Final = 130
SHELLS: Final = ("bash", "zsh", "fish", "powershell")

Exits = Mapping[type[Exception], int]
"""Errors that carry a Chinese `message`, with the exit code of each; the first class that fits counts."""


# ---- the library's own English, in Chinese ------------------------------------------------------------------------

_HELP: Final = (
    (r"^Usage: ", "用法："),
    (r"^Arguments:", "参数："),
    (r"^Options:", "选项："),
    (r"^Commands:", "命令："),
    (r"\[default: ", "[默认："),
    (r"\[required\]", "[必填]"),
    (r" +<[\w\[\] ]+>", ""),  # the type of an argument: its Chinese name says it
    (r"Show this message and exit\.", "显示这段说明。"),
)
_MISTAKES: Final = (
    (r"Missing (?:argument|option|parameter) '?(.+?)'?\.(?: .*)?$", r"缺少 \1。"),
    (r"Missing command\.", "缺少命令。"),
    (r"No such command '(.+?)'\.? Did you mean (.+)\?", r"没有命令“\1”。是不是 \2？"),
    (r"No such command '(.+?)'\.", r"没有命令“\1”。"),
    (r"No such option: (\S+?)\.?(?: \(Possible options: (.+)\)| Did you mean (.+)\?)?$", r"没有选项 \1。"),
    (r"Invalid value for (.+?): (.*)", r"\1 不对：\2"),
    (r"Input should be a valid (?:integer|number).*", "这里要写数。"),
    (r"'(.*)' is not one of (.+)\.", r"没有“\1”。可选：\2。"),
    (r"Option (.+) requires an argument\.", r"选项 \1 后面要写值。"),
    (r"Got unexpected extra argument(?:s|\(s\))? \((.*)\)", r"多写了：\1。"),
)


def _chinese(text: str, words: Sequence[tuple[str, str]]) -> str:
    for english, chinese in words:
        text = re.sub(english, chinese, text, flags=re.M | re.S if words is _MISTAKES else re.M)
    return text


class _Command(TyperCommand):
    def get_help(self, ctx: Any) -> str:
        return _chinese(super().get_help(ctx), _HELP)

    def get_usage(self, ctx: Any) -> str:
        return _chinese(super().get_usage(ctx), _HELP)


class _Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return _chinese(super().get_help(ctx), _HELP)

    def get_usage(self, ctx: Any) -> str:
        return _chinese(super().get_usage(ctx), _HELP)


class CommandLine(typer.Typer):
    """A group of commands; `help` says in Chinese what they are for."""

    def __init__(self, help: str, **more: Any) -> None:
        more.setdefault("subcommand_metavar", "命令 …")
        super().__init__(
            cls=_Group,
            help=help,
            rich_markup_mode=None,
            add_completion=False,
            pretty_exceptions_enable=False,
            options_metavar="",
            context_settings={"help_option_names": ["-h", "--help"], "terminal_width": 110},
            **more,
        )

    def command(self, name: str | None = None, **more: Any) -> Callable[[Any], Any]:
        more.setdefault("cls", _Command)
        more.setdefault("options_metavar", "[选项]")
        return super().command(name, **more)

    def run(self, argv: Sequence[str] | None, prog: str, exits: Exits) -> int:
        """Run one command and return its exit code; no foreseeable mistake shows a traceback."""
        completion_init()
        try:
            code = self(args=None if argv is None else list(argv), prog_name=prog, standalone_mode=False)
        except NoArgsIsHelpError as error:
            return complain(error.format_message(), EXIT_USAGE)
        except ClickException as error:
            context = getattr(error, "ctx", None)
            usage = f"{context.get_usage()}\n" if context else ""
            return complain(f"{usage}{_chinese(error.format_message(), _MISTAKES)}", EXIT_USAGE)
        except tuple(exits) as error:
            code = next(code for kind, code in exits.items() if isinstance(error, kind))
            return complain(getattr(error, "message", str(error)), code)
        except SystemExit as leaving:
            if isinstance(leaving.__context__, BrokenPipeError):
                return EXIT_OK  # the reader left (`| head`): nothing to tell anybody
            raise
        if code == EXIT_INTERRUPTED:
            complain("已中断，已有的数据不受影响。", code)
        return int(code or EXIT_OK)


def complain(message: str, code: int) -> int:
    """Print a mistake for a person; returns the code."""
    print(message, file=sys.stderr)
    return code


def completion(prog: str, shell: str) -> str:
    """The script that completes the commands of `prog` in a shell."""
    return get_completion_script(prog_name=prog, complete_var=f"_{prog}_COMPLETE".upper(), shell=shell)


# ---- values that several commands take ----------------------------------------------------------------------------


def day(text: str | date) -> date:
    """A day as written; raises typer.BadParameter."""
    if isinstance(text, date):
        return text
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"日期“{text}”不对，请写成 2026-11-22 这样") from None


def positive(text: str | int) -> int:
    """A whole number from 1; raises typer.BadParameter."""
    if str(text).isdecimal() and int(text) >= 1:
        return int(text)
    raise typer.BadParameter(f"“{text}”不是正整数")


def binary(name: str, refused: type[Exception]) -> BinaryIO:
    """A file, or the standard input for `-`. Raises `refused` with a Chinese message."""
    if name == "-":
        return sys.stdin.buffer
    try:
        return open(name, "rb")
    except OSError as error:
        raise refused(f"打不开文件 {name}：请检查路径和权限。") from error


Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]
AsOf = Annotated[
    date | None, typer.Option("--as-of", parser=day, metavar="日期", help="按哪一天，如 2026-11-22；默认今天")
]
