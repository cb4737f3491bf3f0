"""`python -m eval …`: one small function a command; a new command is a parser and a function here.

Exit codes: 0 good · 1 failed, or a gate of eval/gates.yaml fired · 2 usage · 4 no usable index.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from assistant.errors import AssistantFailure
from eval.errors import DatasetInvalid, EvalFailure
from eval.scoring import Table
from eval.systems import SYSTEMS
from index.errors import IndexFailure, IndexMissing

EXIT_OK, EXIT_FAILED, EXIT_USAGE, _, EXIT_NO_INDEX = range(5)
RUNS = Path(__file__).resolve().parent / "runs"
BASELINES = Path(__file__).resolve().parent / "baselines"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    arguments = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = arguments.command
    try:
        return command(arguments)
    except IndexMissing as error:
        return _complain(error.message, EXIT_NO_INDEX)
    except DatasetInvalid as error:
        return _complain(error.message, EXIT_USAGE)
    except (IndexFailure, AssistantFailure, EvalFailure) as error:
        return _complain(error.message, EXIT_FAILED)
    except KeyboardInterrupt:
        return _complain("已中断。", 130)


def _complain(message: str, code: int) -> int:
    print(message, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval", description="从外部测量检索与回答")
    commands = parser.add_subparsers(required=True, metavar="命令")

    run = commands.add_parser("run", help="逐题提问、评分，结果写入一个目录；中断后重跑同一命令会接着做")
    run.add_argument(
        "--dataset", action="append", default=[], metavar="名称", help="qa、calc、dialogues，或一个 .jsonl 文件；可重复"
    )
    run.add_argument(
        "--split", action="append", default=[], metavar="名称", help="seen、fresh、kept、dated；可重复，默认全部"
    )
    run.add_argument("--system", action="append", default=[], choices=SYSTEMS, help="默认 ours；可重复，第一个为主")
    run.add_argument("--url", metavar="URL", help="改问一个正在运行的服务，如 http://127.0.0.1:7860")
    run.add_argument("--out", type=Path, metavar="DIR", help="结果目录，默认 eval/runs/<系统>")
    run.add_argument("--workers", type=_positive, default=2, metavar="N", help="同时提问的线程数，默认 2")
    run.add_argument("--baseline", type=Path, metavar="DIR", help="与这次结果比较并检查门槛：结果目录或基线文件")
    run.set_defaults(command=_run)

    diff = commands.add_parser("diff", help="比较两次结果：哪些题变了、是否显著、能否发布（门槛未过时退出码 1）")
    diff.add_argument("before", type=Path, metavar="A", help="之前的结果目录，或基线文件")
    diff.add_argument("after", type=Path, metavar="B", help="现在的结果目录")
    diff.set_defaults(command=_diff)

    report = commands.add_parser("report", help="把一次结果做成一个独立的网页")
    report.add_argument("folder", type=Path, metavar="DIR", help="结果目录")
    report.add_argument("--baseline", type=Path, metavar="DIR", help="标出相对它的变化：结果目录或基线文件")
    report.add_argument("--out", type=Path, metavar="FILE", help="网页文件，默认 DIR/report.html")
    report.set_defaults(command=_report)

    baseline = commands.add_parser("baseline", help="把一次结果存为基线（只存分数）")
    baseline.add_argument("folder", type=Path, metavar="DIR", help="结果目录")
    baseline.set_defaults(command=_baseline)

    selfcheck = commands.add_parser("selfcheck", help="故意弄坏系统，看门槛是否察觉（有一种没有察觉时退出码 1）")
    selfcheck.add_argument("--split", action="append", default=[], metavar="名称", help="只用这些题集，默认全部")
    selfcheck.set_defaults(command=_selfcheck)

    retrieval = commands.add_parser("retrieval", help="用本项目的向量、BM25 与融合检索任意 BEIR 格式的数据集")
    retrieval.add_argument(
        "--beir", type=Path, required=True, metavar="DIR", help="corpus.jsonl、queries.jsonl、qrels 所在目录"
    )
    retrieval.add_argument("--json", action="store_true", help="输出 JSON")
    retrieval.set_defaults(command=_retrieval)

    stress = commands.add_parser("model-stress", help="向配置的大模型逐题提问，数一数放出了多少没有依据的数字")
    stress.add_argument("--questions", type=Path, required=True, metavar="FILE", help="JSONL，每行含 question")
    stress.add_argument("--n", type=int, default=90, help="最多问几题")
    stress.add_argument("--seconds", type=float, default=900, help="总共最多多少秒")
    stress.set_defaults(command=_model_stress)

    latency = commands.add_parser("latency", help="各阶段耗时，与同一次运行的查询向量耗时并列")
    latency.add_argument("--json", action="store_true", help="输出 JSON")
    latency.set_defaults(command=_latency)

    load = commands.add_parser("load", help="多路对话同时提问：差错、等待时间、内存是否增长（只对本机）")
    load.add_argument("--chats", type=_positive, default=20, metavar="N", help="同时进行的对话数，默认 20")
    load.add_argument("--turns", type=_positive, default=2_200, metavar="N", help="问答总轮数，默认 2200")
    load.add_argument("--url", help="已在运行的本机服务，如 http://127.0.0.1:7860；不填则自己启动一个")
    load.add_argument("--json", action="store_true", help="输出 JSON")
    load.set_defaults(command=_load)

    scale = commands.add_parser(
        "scale", help="用生成的大量文件测：检索与回答耗时、启动、内存、添加一份文件（不动随附的文件）"
    )
    scale.add_argument("--documents", type=_positive, action="append", default=[], metavar="N", help="文件数；可重复")
    scale.add_argument("--seed", type=int, default=1, metavar="S", help="随机种子，同一种子结果相同，默认 1")
    scale.add_argument("--json", action="store_true", help="输出 JSON")
    scale.set_defaults(command=_scale)

    damage = commands.add_parser("damage", help="逐个弄坏索引文件（在副本上），看打开时是否察觉、重建后是否复原")
    damage.add_argument("--n", type=_positive, default=200, metavar="N", help="弄坏几次，默认 200")
    damage.add_argument("--seed", type=int, default=1, metavar="S", help="随机种子，同一种子结果相同，默认 1")
    damage.add_argument("--json", action="store_true", help="输出 JSON")
    damage.set_defaults(command=_damage)

    gates = commands.add_parser("gates", help="由手写的正确回答造出错误回答，看闸门拦住多少、误拦多少")
    gates.add_argument("--n", type=_positive, default=600, metavar="N", help="错误回答的个数，默认 600")
    gates.add_argument("--seed", type=int, default=1, metavar="S", help="随机种子，同一种子结果相同，默认 1")
    gates.add_argument("--json", action="store_true", help="输出 JSON")
    gates.add_argument("--fails", action="store_true", help="列出漏过的和误拦的（与 --json 同用时写到标准错误）")
    gates.set_defaults(command=_gates)
    return parser


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"“{text}”不是正整数")
    return int(text)


def _run(arguments: argparse.Namespace) -> int:
    from assistant.settings import settings
    from eval import summary
    from eval.compare import compare
    from eval.dataset import load_datasets
    from eval.gates import check, load_gates
    from eval.report import write_report
    from eval.run_folder import BESIDE, REPORT, Scores, read_run, read_scores
    from eval.runner import run
    from eval.systems.open import open_system

    gates = load_gates()
    before = read_scores(arguments.baseline) if arguments.baseline else None
    datasets = load_datasets(arguments.dataset, arguments.split)
    first, *others = list(dict.fromkeys(arguments.system)) or ["ours"]
    folder = arguments.out or RUNS / first
    found: dict[str, Scores] = {}
    for name in (first, *others):
        system = open_system(name, settings(), arguments.url)
        place = folder if name == first else folder / BESIDE / name
        # The gates are part of the program, not of a server, and of the whole suite, not of some items.
        whole = name == "ours" and not (arguments.url or arguments.dataset or arguments.split)
        more = _gate_table if whole else dict
        found[name] = run(system, datasets, place, workers=arguments.workers, more=more)
        system.close()
    compared = compare(before, found[first], gates) if before else None
    fired = compared.fired if compared else check(gates, found[first].groups)
    if compared:
        _print(summary.comparison(compared), ())
        print()
    tables = {name: scores.groups for name, scores in found.items()}
    _print(summary.table(tables), summary.gates(tables[first]), summary.verdict(fired))
    write_report(read_run(folder), folder / REPORT, before)
    print(f"结果：{folder}，报告：{folder / REPORT}")
    return EXIT_FAILED if compared and fired else EXIT_OK


def _gate_table() -> Table:
    from eval.gate_figures import gate_table
    from eval.gate_rates import project_verifier

    return gate_table(project_verifier())


def _print(*parts: Iterable[str]) -> None:
    for part in parts:
        for line in part:
            print(line)


def _diff(arguments: argparse.Namespace) -> int:
    from eval import summary
    from eval.compare import compare
    from eval.gates import load_gates
    from eval.run_folder import read_scores

    found = compare(read_scores(arguments.before), read_scores(arguments.after), load_gates())
    _print(summary.comparison(found), summary.verdict(found.fired))
    return EXIT_FAILED if found.fired else EXIT_OK


def _report(arguments: argparse.Namespace) -> int:
    from eval.report import write_report
    from eval.run_folder import REPORT, read_run, read_scores

    baseline = read_scores(arguments.baseline) if arguments.baseline else None
    out = arguments.out or arguments.folder / REPORT
    write_report(read_run(arguments.folder), out, baseline)
    print(f"报告：{out}")
    return EXIT_OK


def _baseline(arguments: argparse.Namespace) -> int:
    from eval.run_folder import BESIDE, Scores, read_run, write_scores

    BASELINES.mkdir(exist_ok=True)
    run = read_run(arguments.folder)
    write_scores(BASELINES / f"{run.info['system']}.json", run.scores)
    for folder in sorted((arguments.folder / BESIDE).glob("*")):
        # Nobody compares the plain systems item by item: their tables are enough.
        write_scores(BASELINES / f"{folder.name}.json", Scores(read_run(folder).scores.groups, {}))
    print(f"基线：{BASELINES}")
    return EXIT_OK


def _selfcheck(arguments: argparse.Namespace) -> int:
    from assistant.settings import settings
    from eval import summary
    from eval.dataset import load_datasets
    from eval.gates import load_gates
    from eval.selfcheck import selfcheck

    findings = selfcheck(settings(), load_datasets((), arguments.split), load_gates())
    _print(summary.findings(findings))
    return EXIT_OK if all(finding.noticed for finding in findings) else EXIT_FAILED


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


def _load(arguments: argparse.Namespace) -> int:
    from assistant.settings import settings
    from eval.load import measure

    result = measure(settings(), chats=arguments.chats, turns=arguments.turns, url=arguments.url)
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        for name, value in result.items():
            print(f"{name:20s} {'—' if value is None else value}")
    return EXIT_FAILED if result["errors"] else EXIT_OK


def _scale(arguments: argparse.Namespace) -> int:
    from assistant.settings import settings
    from eval.scale.measure import SIZES, growth, measure, over_budget

    rows = []
    for documents in arguments.documents or SIZES:
        rows.append(measure(settings(), documents, arguments.seed))
        if arguments.json:
            print(json.dumps(rows[-1], ensure_ascii=False), flush=True)
        else:
            print("　".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    if len(rows) > 2:
        print(json.dumps(growth(rows), ensure_ascii=False), file=sys.stderr)
    exceeded = [finding for row in rows for finding in over_budget(row)]
    _print(exceeded) if not arguments.json else None
    return EXIT_FAILED if exceeded else EXIT_OK


def _damage(arguments: argparse.Namespace) -> int:
    from assistant.settings import settings
    from eval.damage import measure, summary

    configured = settings()
    seeds = range(arguments.seed, arguments.seed + arguments.n)
    found = list(measure(configured.corpus_dir, configured.index_dir, seeds, configured.embedding_model))
    result = summary(found)
    if arguments.json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        print(f"弄坏 {result['damages']} 次：察觉 {result['detected']}，无害 {result['harmless']}，", end="")
        print(f"没有察觉 {result['silent']}；重建复原 {result['mended']}")
        _print(result["wrong"])
    return EXIT_FAILED if result["wrong"] else EXIT_OK


def _gates(arguments: argparse.Namespace) -> int:
    from eval.gate_rates import measure, project_verifier

    outcome = measure(project_verifier(), arguments.n, arguments.seed)
    summary = outcome.summary()
    if arguments.json:
        print(json.dumps(summary, ensure_ascii=False, indent=1))
    else:
        for kind, found in summary["by_kind"].items():
            print(f"{kind:18s} {found['caught']:5d} / {found['n']:<5d} {found['caught'] / found['n']:.3f}")
        rates = f"拦住 {summary['caught_rate']:.3f}　误拦 {summary['false_block_rate']:.3f}"
        print(f"{rates}（{outcome.sentences} 句正确的话）")
    if arguments.fails:
        print("\n".join(outcome.slips()), file=sys.stderr if arguments.json else sys.stdout)
    return EXIT_OK


def _model_stress(arguments: argparse.Namespace) -> int:
    from datetime import date

    from assistant.pipeline import Assistant
    from assistant.settings import settings
    from eval.model_stress import asked

    if not settings().llm_base_url:
        return _complain("请先设置 POLICY_LLM_BASE_URL 与 POLICY_LLM_MODEL。", EXIT_USAGE)
    lines = arguments.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()][: arguments.n]
    assistant = Assistant.open(settings())
    released = 0
    try:
        for record in asked(assistant, questions, date(2026, 11, 22), arguments.seconds):
            released += len(record["unsupported"])
            print(json.dumps(record, ensure_ascii=False), flush=True)
    finally:
        assistant.close()
    print(f"没有依据的数字：{released}", file=sys.stderr)
    return EXIT_FAILED if released else EXIT_OK
