"""`python -m index …`: build, search, show, export, check. One small function a command.

Exit codes: 0 all good · 1 failed · 2 usage or a refused query · 3 some lines of a batch are bad · 4 no usable index.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from index.documents import roundtrip
from index.documents.library import load_library
from index.errors import IndexFailure, IndexMissing, QueryRefused

EXIT_OK, EXIT_FAILED, EXIT_USAGE, EXIT_SOME_BAD, EXIT_NO_INDEX = range(5)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except IndexMissing as error:
        return _complain(error.message, EXIT_NO_INDEX)
    except QueryRefused as error:
        return _complain(error.message, EXIT_USAGE)
    except IndexFailure as error:
        return _complain(error.message, EXIT_FAILED)
    except BrokenPipeError:
        sys.stderr.close()  # the reader left (`| head`)
        return EXIT_OK
    except KeyboardInterrupt:
        return _complain("已中断，原有索引不受影响。", 130)


def _complain(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m index", description="政策条款索引")
    commands = parser.add_subparsers(required=True, metavar="命令")

    show = commands.add_parser("show", help="显示一个条款")
    show.add_argument("clause_id", help="条款编号，如 shaoxing-2025/（十二）；半角括号也可以")
    show.add_argument("--corpus", type=Path, help="政策文件目录")
    show.set_defaults(command=_show)

    export = commands.add_parser("export", help="导出全部条款与位置，供复核")
    export.add_argument("--json", action="store_true", help="JSON 格式（也是唯一格式）")
    export.add_argument("--corpus", type=Path, help="政策文件目录")
    export.set_defaults(command=_export)

    check = commands.add_parser("check", help="校验：原文与条款树一字不差、编号与条数、索引清单")
    check.add_argument("--corpus", type=Path, help="政策文件目录")
    check.set_defaults(command=_check)
    return parser


def _show(arguments: argparse.Namespace) -> int:
    library = load_library(arguments.corpus)
    clause = library.clause(arguments.clause_id)
    document = library.document(clause.document_id)
    print(f"{clause.id}\n《{document.title}》{clause.label}\n\n{library.full_text(clause)}")
    return EXIT_OK


def _export(arguments: argparse.Namespace) -> int:
    library = load_library(arguments.corpus)
    documents = [roundtrip.export(document) for document in library.documents.values()]
    print(json.dumps({"documents": documents}, ensure_ascii=False, indent=1))
    return EXIT_OK


def _check(arguments: argparse.Namespace) -> int:
    library = load_library(arguments.corpus)
    bad = 0
    for document in library.documents.values():
        problems = list(roundtrip.findings(document))
        bad += bool(problems)
        numbered = sum(roundtrip.counts(document).values())
        print(
            f"{'通过' if not problems else '不通过'}  {document.id}：{len(document.source)} 字，"
            f"{len(document.clauses)} 个节点（编号 {numbered} 个），{len(document.passages)} 个语句"
        )
        for problem in problems:
            print(f"      {problem}")
    print(f"{len(library.documents) - bad}/{len(library.documents)} 份文件通过")
    return EXIT_FAILED if bad else EXIT_OK
