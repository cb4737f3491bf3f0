"""`python -m eval …`: one small function a command; a new command is a parser and a function here.

Exit codes: 0 good · 1 failed · 2 usage · 4 no usable index.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.errors import AssistantFailure
from index.errors import IndexFailure, IndexMissing

EXIT_OK, EXIT_FAILED, EXIT_USAGE, _, EXIT_NO_INDEX = range(5)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except IndexMissing as error:
        return _complain(error.message, EXIT_NO_INDEX)
    except (IndexFailure, AssistantFailure) as error:
        return _complain(error.message, EXIT_FAILED)
    except KeyboardInterrupt:
        return _complain("已中断。", 130)


def _complain(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="从外部测量检索与回答")
    commands = parser.add_subparsers(required=True, metavar="命令")

    retrieval = commands.add_parser("retrieval", help="用本项目的向量、BM25 与融合检索任意 BEIR 格式的数据集")
    retrieval.add_argument(
        "--beir", type=Path, required=True, metavar="DIR", help="corpus.jsonl、queries.jsonl、qrels 所在目录"
    )
    retrieval.add_argument("--json", action="store_true", help="输出 JSON")
    retrieval.set_defaults(command=_retrieval)

    latency = commands.add_parser("latency", help="各阶段耗时，与同一次运行的查询向量耗时并列")
    latency.add_argument("--json", action="store_true", help="输出 JSON")
    latency.set_defaults(command=_latency)
    return parser


def _retrieval(arguments: argparse.Namespace) -> int:
    from assistant.settings import settings
    from eval.beir import evaluate

    result = evaluate(arguments.beir, settings().embedding_model, progress=True)
    if arguments.json:
        print(json.dumps(result, indent=1))
        return EXIT_OK
    names = list(result["fused"])
    print("\t".join(["", *names]))
    for leg, means in result.items():
        print("\t".join([leg, *(f"{means[name]:.3f}" for name in names)]))
    return EXIT_OK


def _latency(arguments: argparse.Namespace) -> int:
    from assistant.settings import settings
    from eval.latency import measure, read_questions

    result = measure(settings(), read_questions())
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
        return EXIT_OK
    for stage, values in result["stages"].items():
        print(f"{stage:24s} p50 {values['p50_ms']:8.1f} ms   p95 {values['p95_ms']:8.1f} ms")
    print(f"回答的 p50 是查询向量的 {result['answer_over_embedding']} 倍（{result['questions']} 个问题）")
    return EXIT_OK
