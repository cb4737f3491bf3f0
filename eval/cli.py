"""`python -m eval …`: run, diff, report, baseline, selfcheck, gates, drafts, retrieval, latency, load, scale, damage.

One function a command. Exit code 1: failed, or a gate of eval/gates.yaml fired.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from assistant.cli import EXITS as ASSISTANT_EXITS
from eval.errors import DatasetInvalid, EvalFailure
from eval.systems import SYSTEMS
from index.command_line import (
    EXIT_FAILED,
    EXIT_OK,
    EXIT_USAGE,
    CommandLine,
    Exits,
    Json,
    complain,
    positive,
)

if TYPE_CHECKING:
    from eval.scoring import Table

RUNS = Path(__file__).resolve().parent / "runs"
BASELINES = Path(__file__).resolve().parent / "baselines"


EXITS: Final[Exits] = {**ASSISTANT_EXITS, DatasetInvalid: EXIT_USAGE, EvalFailure: EXIT_FAILED}

app = CommandLine("从外部测量检索与回答")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    return app.run(argv, "python -m eval", EXITS)


def _count(help: str, name: str = "") -> Any:
    return typer.Option(*([name] if name else []), parser=positive, metavar="数", help=help)


def _system(written: str) -> str:
    if written not in SYSTEMS:
        raise typer.BadParameter(f"没有“{written}”这个系统。可选：{'、'.join(SYSTEMS)}")
    return written


Folder = Annotated[Path, typer.Argument(metavar="目录", help="结果目录")]
Split = Annotated[
    list[str] | None, typer.Option("--split", metavar="名称", help="题集，如 seen、kept；可重复，默认全部")
]
Baseline = Annotated[Path | None, typer.Option("--baseline", metavar="目录", help="与这次结果比较：结果目录或基线文件")]
Seed = Annotated[int, typer.Option("--seed", metavar="数", help="随机种子，同一种子结果相同")]


@app.command("run")
def _run(
    dataset: Annotated[
        list[str] | None,
        typer.Option("--dataset", metavar="名称", help="qa、calc、dialogues，或一个 .jsonl 文件；可重复"),
    ] = None,
    split: Split = None,
    system: Annotated[
        list[str] | None,
        typer.Option("--system", parser=_system, metavar="名称", help=f"{'、'.join(SYSTEMS)}；可重复，第一个为主"),
    ] = None,
    url: Annotated[
        str | None, typer.Option("--url", metavar="地址", help="改问一个正在运行的服务，如 http://127.0.0.1:7860")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="目录", help="结果目录，默认 eval/runs/<系统>")] = None,
    workers: Annotated[int, _count("同时提问的线程数", "--workers")] = 2,
    baseline: Baseline = None,
) -> int:
    """逐题提问、评分，结果写入一个目录；中断后重跑同一命令会接着做"""
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
    before = read_scores(baseline) if baseline else None
    datasets = load_datasets(dataset or (), split or ())
    first, *others = list(dict.fromkeys(system or ())) or ["ours"]
    folder = out or RUNS / first
    found: dict[str, Scores] = {}
    for name in (first, *others):
        opened = open_system(name, settings(), url)
        place = folder if name == first else folder / BESIDE / name
        # The gates are part of the program, not of a server, and of the whole suite, not of some items.
        whole = name == "ours" and not (url or dataset or split)
        more = _gate_table if whole else dict
        found[name] = run(opened, datasets, place, workers=workers, more=more)
        opened.close()
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


@app.command("diff")
def _diff(
    before: Annotated[Path, typer.Argument(metavar="之前", help="结果目录，或基线文件")],
    after: Annotated[Path, typer.Argument(metavar="现在", help="结果目录")],
) -> int:
    """比较两次结果：哪些题变了、是否显著、能否发布（门槛未过时退出码 1）"""
    from eval import summary
    from eval.compare import compare
    from eval.gates import load_gates
    from eval.run_folder import read_scores

    found = compare(read_scores(before), read_scores(after), load_gates())
    _print(summary.comparison(found), summary.verdict(found.fired))
    return EXIT_FAILED if found.fired else EXIT_OK


@app.command("report")
def _report(
    folder: Folder,
    baseline: Baseline = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="文件", help="网页文件，默认在结果目录里")] = None,
) -> int:
    """把一次结果做成一个独立的网页"""
    from eval.report import write_report
    from eval.run_folder import REPORT, read_run, read_scores

    before = read_scores(baseline) if baseline else None
    page = out or folder / REPORT
    write_report(read_run(folder), page, before)
    print(f"报告：{page}")
    return EXIT_OK


@app.command("baseline")
def _baseline(folder: Folder) -> int:
    """把一次结果存为基线（只存分数）"""
    from eval.run_folder import BESIDE, Scores, read_run, write_scores

    BASELINES.mkdir(exist_ok=True)
    run = read_run(folder)
    write_scores(BASELINES / f"{run.info['system']}.json", run.scores)
    for beside in sorted((folder / BESIDE).glob("*")):
        # Nobody compares the plain systems item by item: their tables are enough.
        write_scores(BASELINES / f"{beside.name}.json", Scores(read_run(beside).scores.groups, {}))
    print(f"基线：{BASELINES}")
    return EXIT_OK


@app.command("selfcheck")
def _selfcheck(split: Split = None) -> int:
    """故意弄坏系统，看门槛是否察觉（有一种没有察觉时退出码 1）"""
    from assistant.settings import settings
    from eval import summary
    from eval.dataset import load_datasets
    from eval.gates import load_gates
    from eval.selfcheck import selfcheck

    findings = selfcheck(settings(), load_datasets((), split or ()), load_gates())
    _print(summary.findings(findings))
    return EXIT_OK if all(finding.noticed for finding in findings) else EXIT_FAILED


@app.command("retrieval")
def _retrieval(
    beir: Annotated[Path, typer.Option("--beir", metavar="目录", help="corpus.jsonl、queries.jsonl、qrels 所在目录")],
    as_json: Json = False,
) -> int:
    """用本项目的向量、BM25 与融合检索任意 BEIR 格式的数据集"""
    from assistant.settings import settings
    from eval.beir import evaluate

    result = evaluate(beir, settings().embedding_model, progress=True)
    if as_json:
        print(json.dumps(result, indent=1))
        return EXIT_OK
    names = list(result["fused"])
    print("\t".join(["", *names]))
    for leg, means in result.items():
        print("\t".join([leg, *(f"{means[name]:.3f}" for name in names)]))
    return EXIT_OK


@app.command("latency")
def _latency(as_json: Json = False) -> int:
    """各阶段耗时，与同一次运行的查询向量耗时并列"""
    from assistant.settings import settings
    from eval.latency import measure, read_questions

    result = measure(settings(), read_questions())
    if as_json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
        return EXIT_OK
    for stage, values in result["stages"].items():
        print(f"{stage:24s} p50 {values['p50_ms']:8.1f} ms   p95 {values['p95_ms']:8.1f} ms")
    print(f"回答的 p50 是查询向量的 {result['answer_over_embedding']} 倍（{result['questions']} 个问题）")
    return EXIT_OK


@app.command("load")
def _load(
    chats: Annotated[int, _count("同时进行的对话数", "--chats")] = 20,
    turns: Annotated[int, _count("问答总轮数", "--turns")] = 2_200,
    url: Annotated[
        str | None, typer.Option("--url", metavar="地址", help="已在运行的本机服务；不填则自己启动一个")
    ] = None,
    as_json: Json = False,
) -> int:
    """多路对话同时提问：差错、等待时间、内存是否增长（只对本机）"""
    from assistant.settings import settings
    from eval.load import measure

    result = measure(settings(), chats=chats, turns=turns, url=url)
    if as_json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        for name, value in result.items():
            print(f"{name:20s} {'—' if value is None else value}")
    return EXIT_FAILED if result["errors"] else EXIT_OK


@app.command("scale")
def _scale(
    documents: Annotated[list[int] | None, _count("文件数；可重复", "--documents")] = None,
    seed: Seed = 1,
    as_json: Json = False,
) -> int:
    """用生成的大量文件测：检索与回答耗时、启动、内存、添加一份文件（不动随附的文件）"""
    from assistant.settings import settings
    from eval.scale.measure import SIZES, growth, measure, over_budget

    rows = []
    for size in documents or SIZES:
        rows.append(measure(settings(), size, seed))
        if as_json:
            print(json.dumps(rows[-1], ensure_ascii=False), flush=True)
        else:
            print("　".join(f"{name} {value}" for name, value in rows[-1].items()), flush=True)
    if len(rows) > 2:
        print(json.dumps(growth(rows), ensure_ascii=False), file=sys.stderr)
    exceeded = [finding for row in rows for finding in over_budget(row)]
    _print(exceeded) if not as_json else None
    return EXIT_FAILED if exceeded else EXIT_OK


@app.command("damage")
def _damage(n: Annotated[int, _count("弄坏几次", "--n")] = 200, seed: Seed = 1, as_json: Json = False) -> int:
    """逐个弄坏索引文件（在副本上），看打开时是否察觉、重建后是否复原"""
    from assistant.settings import settings
    from eval.damage import measure, summary

    configured = settings()
    seeds = range(seed, seed + n)
    found = list(measure(configured.corpus_dir, configured.index_dir, seeds, configured.embedding_model))
    result = summary(found)
    if as_json:
        print(json.dumps(result, ensure_ascii=False, indent=1))
    else:
        print(f"弄坏 {result['damages']} 次：察觉 {result['detected']}，无害 {result['harmless']}，", end="")
        print(f"没有察觉 {result['silent']}；重建复原 {result['mended']}")
        _print(result["wrong"])
    return EXIT_FAILED if result["wrong"] else EXIT_OK


@app.command("gates")
def _gates(
    n: Annotated[int, _count("错误回答的个数", "--n")] = 600,
    seed: Seed = 1,
    as_json: Json = False,
    fails: Annotated[bool, typer.Option("--fails", help="列出漏过的和误拦的（与 --json 同用时写到标准错误）")] = False,
) -> int:
    """由手写的正确回答造出错误回答，看闸门拦住多少、误拦多少"""
    from eval.gate_rates import measure, project_verifier

    outcome = measure(project_verifier(), n, seed)
    summary = outcome.summary()
    if as_json:
        print(json.dumps(summary, ensure_ascii=False, indent=1))
    else:
        for kind, found in summary["by_kind"].items():
            print(f"{kind:18s} {found['caught']:5d} / {found['n']:<5d} {found['caught'] / found['n']:.3f}")
        rates = f"拦住 {summary['caught_rate']:.3f}　误拦 {summary['false_block_rate']:.3f}"
        print(f"{rates}（{outcome.sentences} 句正确的话）")
    if fails:
        print("\n".join(outcome.slips()), file=sys.stderr if as_json else sys.stdout)
    return EXIT_OK


@app.command("model-stress")
def _model_stress(
    questions: Annotated[Path, typer.Option("--questions", metavar="文件", help="JSONL，每行含 question")],
    n: Annotated[int, typer.Option("--n", metavar="数", help="最多问几题")] = 90,
    seconds: Annotated[float, typer.Option("--seconds", metavar="秒", help="总共最多多少秒")] = 900,
) -> int:
    """向配置的大模型逐题提问，数一数放出了多少没有依据的数字"""
    from datetime import date

    from assistant.pipeline import Assistant
    from assistant.settings import settings
    from eval.model_stress import asked

    if not settings().llm_base_url:
        return complain("请先设置 POLICY_LLM_BASE_URL 与 POLICY_LLM_MODEL。", EXIT_USAGE)
    lines = questions.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["question"] for line in lines if line.strip()][:n]
    assistant = Assistant.open(settings())
    released = 0
    try:
        for record in asked(assistant, texts, date(2026, 11, 22), seconds):
            released += len(record["unsupported"])
            print(json.dumps(record, ensure_ascii=False), flush=True)
    finally:
        assistant.close()
    print(f"没有依据的数字：{released}", file=sys.stderr)
    return EXIT_FAILED if released else EXIT_OK


@app.command("drafts")
def _drafts(
    file: Annotated[Path, typer.Argument(metavar="文件", help="JSONL，逐句标明对错的回答")],
    listed: Annotated[bool, typer.Option("--list", help="列出漏过的和误拦的")] = False,
) -> int:
    """一句一句的回答：多说了的拦住几成，没有多说的误拦几成"""
    from eval.gate_drafts import judge, shares
    from index.text.jsonl import read_lines

    with file.open("rb") as stream:
        judged = judge([line.record for line in read_lines(stream) if line.record])
    print(json.dumps(shares(judged), ensure_ascii=False, indent=1))
    for each in judged if listed else ():
        if not each.right:
            print("漏过" if each.bad else "误拦", each.id, each.kind, each.answer, *each.reasons)
    return EXIT_OK
