"""`python -m index …`: build, search, show, export, check, and what `index.publishing` adds. One function a command."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from index.command_line import (
    EXIT_FAILED,
    EXIT_NO_INDEX,
    EXIT_OK,
    EXIT_SOME_BAD,
    EXIT_USAGE,
    AsOf,
    CommandLine,
    Exits,
    Json,
    binary,
)
from index.errors import IndexFailure, IndexMissing, QueryRefused
from index.publishing.commands import data_dir
from index.publishing.commands import documents as _documents
from index.text.jsonl import Line, read_lines

if TYPE_CHECKING:  # what opens a corpus or an index costs; a command imports what it needs
    from collections.abc import Callable

    from index.documents.library import Library
    from index.search.searcher import Hit, Searcher

EXITS: Final[Exits] = {IndexMissing: EXIT_NO_INDEX, QueryRefused: EXIT_USAGE, IndexFailure: EXIT_FAILED}

Corpus = Annotated[
    Path | None, typer.Option("--corpus", metavar="目录", help="政策文件目录，默认为随项目发布的文件和收录的文件")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="目录", help="索引存放目录")]

app = CommandLine("政策条款索引：建立、检索、校验，收录文件")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    return app.run(argv, "python -m index", EXITS)


def _library(corpus: Path | None) -> Library:
    """The shipped documents with the added ones; a corpus named by hand stands alone."""
    from index.documents.library import load_library
    from index.publishing.shelf import ADDED

    added = None if corpus else data_dir(None) / ADDED
    library = load_library(_corpus(corpus), added)
    for reason in library.skipped.values():
        print(f"未收录：{reason}", file=sys.stderr)
    return library


def _root(out: Path | None) -> Path:
    """Where the index lives: `--out`, else `index/` in POLICY_DATA_DIR, else in the project's data folder."""
    return out or data_dir(None) / "index"


def _corpus(written: Path | None) -> Path | None:
    named = os.environ.get("POLICY_CORPUS_DIR")
    return written or (Path(named) if named else None)


def _model() -> str:
    return os.environ.get("POLICY_EMBEDDING_MODEL") or "bundled"


@app.command("build")
def _build(corpus: Corpus = None, out: Out = None) -> int:
    """建立索引（只计算有变化的语句；原有索引在完成前照常服务）"""
    from index.store.build import build, remember_parsed

    remember_parsed(_root(out))
    library = _library(corpus)
    print("正在准备向量模型…", file=sys.stderr)
    built = build(
        library,
        _root(out),
        model=_model(),
        chroma_url=os.environ.get("POLICY_CHROMA_URL") or None,
        progress=True,
    )
    if built.mended:
        print(f"索引原有损坏，已按原文重建：{'、'.join(built.mended[:3])}", file=sys.stderr)
    done = f"新计算 {built.embedded} 个语句" if built.embedded else "没有语句要重新计算"
    print(f"索引版本 {built.manifest.version}：{built.manifest.passages} 个语句，{done}。")
    return EXIT_OK


def _open(corpus: Path | None, out: Path | None) -> Searcher:
    from index.publishing.shelf import ADDED
    from index.search.searcher import Searcher

    return Searcher.open(
        _root(out),
        corpus=_corpus(corpus),
        added=None if corpus else data_dir(None) / ADDED,
        model=_model(),
        chroma_url=os.environ.get("POLICY_CHROMA_URL") or None,
    )


@app.command("search")
def _search(
    query: Annotated[
        str | None, typer.Argument(metavar="内容", help="要查的内容，用引号括起来", show_default=False)
    ] = None,
    k: Annotated[int, typer.Option("-k", metavar="数", help="返回几条")] = 10,
    region: Annotated[list[str] | None, typer.Option(metavar="地方", help="只查某地（可多次）")] = None,
    document: Annotated[list[str] | None, typer.Option(metavar="编号", help="只查某份文件的编号（可多次）")] = None,
    as_of: AsOf = None,
    batch: Annotated[
        str | None, typer.Option(metavar="文件", help='逐行查询 JSONL 文件，每行 {"id","question"}；- 表示标准输入')
    ] = None,
    corpus: Corpus = None,
    out: Out = None,
    as_json: Json = False,
) -> int:
    """按意思查条款；--as-of 只查那一天有效或征求意见中的文件"""
    if (query is None) == (batch is None):
        raise QueryRefused("请写要查的内容，或用 --batch 指定一个 JSONL 文件，二者选一。")
    if k < 1:
        raise QueryRefused("-k 应是大于 0 的整数。")
    searcher = _open(corpus, out)
    if searcher.library.corpus_hash != _library(corpus).corpus_hash:
        print("政策文件在建立索引之后有变化，暂按原文件查询；请运行 python -m index build。", file=sys.stderr)
    for document_id in document or ():
        searcher.library.document(document_id)
    regions = [_region(written, searcher.library) for written in region or ()]

    def found(text: str) -> list[Hit]:
        return searcher.search(text, k, regions=regions, documents=document or [], as_of=as_of)

    try:
        if batch is not None:
            return _search_batch(batch, found)
        _print_hits(found(query or ""), searcher, as_json)
        return EXIT_OK
    finally:
        searcher.close()


def _region(written: str, library: Library) -> str:
    from index.vocabulary.divisions import divisions

    known = divisions().named(written)
    region = written if written in library.regions else library.serving(known.key) if known else None
    if region is None:
        raise QueryRefused(f"没有收录“{written}”的文件。已收录：{'、'.join(library.regions)}。")
    return region


def _print_hits(hits: list[Hit], searcher: Searcher, as_json: bool) -> None:
    if as_json:
        print(json.dumps([_public(hit) for hit in hits], ensure_ascii=False, indent=1))
        return
    for n, hit in enumerate(hits, start=1):
        document, clause = searcher.library.documents[hit.document_id], searcher.library.clause(hit.clause_id)
        print(
            f"{n:2d}. {hit.score:6.3f}  {hit.clause_id}  《{document.short_title}》{clause.label}\n      {hit.passage}"
        )


def _search_batch(name: str, found: Callable[[str], list[Hit]]) -> int:
    bad = 0
    with binary(name, QueryRefused) as stream:
        for line in read_lines(stream):
            record = _search_line(line, found)
            bad += "error" in record
            print(json.dumps(record, ensure_ascii=False), flush=True)
    return EXIT_SOME_BAD if bad else EXIT_OK


def _search_line(line: Line, found: Callable[[str], list[Hit]]) -> dict[str, Any]:
    if line.record is None:
        return line.error(line.problem)
    identity, question = line.record.get("id"), line.record.get("question")
    if not isinstance(identity, str | int) or not isinstance(question, str):
        return line.error('缺少编号 id 或问题 question，每行应像 {"id": "1", "question": "…"}。')
    try:
        hits = found(question)
    except IndexFailure as error:
        return line.error(error.message, error.code)
    return {"id": identity, "retrieved": [_public(hit) for hit in hits]}


def _public(hit: Hit) -> dict[str, Any]:
    return {
        "clause_id": hit.clause_id,
        "document_id": hit.document_id,
        "locator": hit.locator,
        "text": hit.text,
        "passage": hit.passage,
        "score": hit.score,
    }


@app.command("show")
def _show(
    clause_id: Annotated[
        str, typer.Argument(metavar="条款编号", help="如 文件编号/（十二）；从外到内的编号（二/（三）/1.）也可以")
    ],
    corpus: Corpus = None,
) -> int:
    """显示一个条款"""
    library = _library(corpus)
    clause = library.clause(clause_id)
    document = library.document(clause.document_id)
    print(f"{clause.id}\n《{document.title}》{clause.label}\n\n{library.full_text(clause)}")
    return EXIT_OK


@app.command("export")
def _export(corpus: Corpus = None, as_json: Json = False) -> int:
    """导出全部条款与位置，供复核（JSON 格式，也是唯一格式）"""
    from index.documents import roundtrip

    library = _library(corpus)
    documents = [roundtrip.export(document) for document in library.documents.values()]
    print(json.dumps({"documents": documents}, ensure_ascii=False, indent=1))
    return EXIT_OK


@app.command("check")
def _check(corpus: Corpus = None, out: Out = None) -> int:
    """校验：原文与条款树一字不差、编号与条数、索引清单"""
    from index.documents import roundtrip

    library = _library(corpus)
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
    fits, finding = _index_state(library, _root(out))
    print(f"{'通过' if fits else '不通过'}  索引：{finding}")
    return EXIT_OK if fits and not bad else EXIT_FAILED


def _index_state(library: Library, root: Path) -> tuple[bool, str]:
    """Whether the serving version was built from these texts. No index yet is a finding, not a fault."""
    from index.store.digests import damaged, require_intact
    from index.store.manifest import current_version, read_manifest

    if not (root / "current").exists():
        return True, "尚未建立（python -m index build）"
    try:
        folder = current_version(root)
        manifest = read_manifest(folder)
        require_intact(folder, damaged(folder))
    except IndexMissing as error:
        return False, error.message
    if manifest.corpus_hash != library.corpus_hash:
        return False, "政策文件在建立索引之后有变化，请运行 python -m index build 重建"
    return True, f"版本 {manifest.version}，{manifest.passages} 个语句，与政策文件一致"


app.registered_commands += _documents.registered_commands
