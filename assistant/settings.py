"""All configuration: one class, prefix `POLICY_`, read from the environment and `.env`.

An unknown `POLICY_…` key is refused, so a typing error cannot silently switch a safeguard off.
The table of docs/settings.md is generated from this class (`python -m assistant settings`) and checked by a test.
"""

from __future__ import annotations

import ipaddress
import os
from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsInvalid

PREFIX = "POLICY_"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
TOKEN_LENGTH = 16  # a shorter one can be guessed
PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Each field is one setting; its description is what docs/settings.md shows."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="监听地址。默认仅本机可访问；改为其他地址必须同时设置访问令牌")
    port: int = Field(7860, ge=1, le=65535, description="监听端口")
    token: SecretStr | None = Field(
        None, description="访问令牌，至少 16 个字符。设置后须登录，或在请求头带 Authorization: Bearer"
    )
    public_hosts: str = Field(
        "", description="对外域名，逗号分隔，如 policy.example.cn。经反向代理访问时填写，须同时设置访问令牌"
    )
    trusted_proxies: str = Field(
        "",
        description="反向代理的地址或网段，逗号分隔，如 10.0.0.0/8。只信它们给出的来访地址；留空则都不信",
    )
    oidc_issuer: str | None = Field(
        None, description="OpenID Connect 登录的签发方地址，如 https://login.example.cn/realms/gov。留空则不用"
    )
    oidc_client_id: str | None = Field(None, description="在签发方登记的客户端编号")
    oidc_client_secret: SecretStr | None = Field(None, description="在签发方登记的客户端密钥")
    oidc_new_role: Literal["", "viewer", "operator", "editor", "admin"] = Field(
        "", description="首次登录的人得到的角色：viewer、operator、editor、admin。留空则只许 users add 登记过的人登录"
    )
    cookie_secure: bool = Field(True, description="登录 cookie 只经 https 发送。内网没有 https 时才设为 false")
    rate_limit: int | None = Field(
        None, ge=1, description="每个来访地址每分钟的提问次数上限。留空则仅本机使用时 6000，对外服务时 300"
    )
    max_body_kb: int = Field(1024, ge=16, description="单次请求的大小上限，单位 KB")
    retention_days: int = Field(180, ge=0, description="对话、回答、反馈与记录保存的天数，到期自动删除；0 为不删除")
    data_dir: Path = Field(PROJECT_ROOT / "data", description="索引等可重建数据的存放目录")
    database_url: SecretStr | None = Field(
        None,
        description="记录数据库的地址，如 postgresql://用户:密码@主机/库。留空则用 data_dir 下的 memory.db（SQLite）",
    )
    corpus_dir: Path | None = Field(
        None, description="政策文件目录。留空则使用随项目发布的文件；另行收录的在数据目录的 corpus 下"
    )
    embedding_model: str = Field(
        "bundled",
        description="向量模型：bundled 为自带的 multilingual-e5-small；或填 sentence-transformers 模型名、本地目录",
    )
    chroma_url: str | None = Field(None, description="Chroma 服务地址，如 http://127.0.0.1:8000。留空则使用内嵌 Chroma")
    llm_base_url: str | None = Field(None, description="OpenAI 兼容接口地址。留空则不使用大模型，由抽取式起草")
    llm_model: str | None = Field(None, description="大模型名称")
    llm_api_key: SecretStr | None = Field(None, description="大模型接口密钥")
    llm_plan: bool = Field(True, description="起草前先让大模型用工具补查条款、补算奖项；模型不支持工具调用时设为 false")
    llm_read: bool = Field(True, description="来问里没有着落的数，请大模型说说指的是什么；只作提示，不计入金额")
    llm_mask_personal: bool = Field(True, description="发送前遮盖手机号、电话、证件号和邮箱")
    llm_prompt_tokens: int = Field(6_000, ge=1_000, description="提示词的词元上限；超出时从后面舍弃资料卡")
    llm_request_seconds: float = Field(20, gt=0, description="大模型一次请求多久没有回音即放弃（秒）")
    llm_chunk_seconds: float = Field(10, gt=0, description="流式输出两段之间最多等多久（秒）")
    llm_plan_seconds: float = Field(20, gt=0, description="补查补算总共最多用多久（秒）")
    llm_rest_seconds: float = Field(
        30, ge=0, description="大模型接口出错后停用多久（秒），期间直接由抽取式起草；再次出错则加倍。0 为不停用"
    )
    llm_draft_seconds: float = Field(60, gt=0, description="起草总共最多用多久（秒），到时其余由抽取式完成")

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def added_dir(self) -> Path:
        """Where documents lie that were added to the shipped ones."""
        return self.data_dir / "corpus"

    @property
    def memory_file(self) -> Path:
        return self.data_dir / "memory.db"

    @property
    def memory_place(self) -> Path | str:
        """Where conversations, people and the audit record are kept: a file, or a server's address."""
        return self.database_url.get_secret_value() if self.database_url else self.memory_file

    @property
    def proxies(self) -> list[str]:
        """The proxies whose word on a client's address is taken."""
        return [each.strip() for each in self.trusted_proxies.split(",") if each.strip()]

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must stand in no log line."""
        given = (self.token, self.llm_api_key, self.oidc_client_secret, self.database_url)
        return tuple(secret.get_secret_value() for secret in given if secret and secret.get_secret_value())

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which others reach this service."""
        return tuple(name.strip().lower() for name in self.public_hosts.split(",") if name.strip())

    @property
    def exposed(self) -> bool:
        """Whether anybody but this machine's own users can reach it."""
        return self.host not in LOOPBACK or bool(self.hosts)


def _unknown_keys() -> list[str]:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    written = set(os.environ) | set(dotenv_values(".env"))
    return sorted(key for key in written if key.upper().startswith(PREFIX) and key.upper() not in known)


def load_settings() -> Settings:
    """Read the settings afresh.

    Raises:
        SettingsInvalid: an unknown key or a value out of range; the message names it.
    """
    if unknown := _unknown_keys():
        known = "、".join(PREFIX + name.upper() for name in Settings.model_fields)
        raise SettingsInvalid(
            f"不认识的配置项：{'、'.join(unknown)}。可用的配置项：{known}。",
            log=f"unknown settings: {unknown}",
        )
    try:
        return Settings()
    except ValidationError as error:
        named = "；".join(f"{PREFIX}{str(e['loc'][0]).upper()}：{e['msg']}" for e in error.errors())
        raise SettingsInvalid(f"配置有误：{named}。请改正后重试。", log=str(error)) from error


def refuse_open_doors(configured: Settings) -> None:
    """Called by whatever serves. Raises SettingsInvalid for what would open the service to anybody."""
    token = configured.token.get_secret_value() if configured.token else ""
    _refuse_unsafe_proxies(configured)
    _refuse_half_a_provider(configured)
    if configured.exposed and not token and not configured.oidc_issuer:
        name = "POLICY_HOST" if configured.host not in LOOPBACK else "POLICY_PUBLIC_HOSTS"
        raise SettingsInvalid(
            f"{name} 会让其他机器访问本服务，必须同时设置访问令牌 POLICY_TOKEN（至少 {TOKEN_LENGTH} 个字符）"
            "或 POLICY_OIDC_ISSUER。"
            '可以这样生成：python -c "import secrets; print(secrets.token_urlsafe(24))"。',
            log=f"{name} without POLICY_TOKEN",
        )
    if token and len(token) < TOKEN_LENGTH:
        raise SettingsInvalid(f"POLICY_TOKEN 太短，至少 {TOKEN_LENGTH} 个字符。", log="POLICY_TOKEN too short")


def _refuse_unsafe_proxies(configured: Settings) -> None:
    for written in configured.proxies:
        try:
            network = ipaddress.ip_network(written)
        except ValueError:
            network = None
        if network is None or network.prefixlen == 0:  # everybody would be believed
            raise SettingsInvalid(
                f"POLICY_TRUSTED_PROXIES 里的“{written}”不是代理的地址或网段，请写成 127.0.0.1 或 10.0.0.0/8 这样。",
                log=f"untrustworthy proxy {written}",
            )


def _refuse_half_a_provider(configured: Settings) -> None:
    if configured.oidc_issuer is None:
        return
    if not (configured.oidc_client_id and configured.oidc_client_secret):
        raise SettingsInvalid(
            "设置了 POLICY_OIDC_ISSUER，还须设置 POLICY_OIDC_CLIENT_ID 和 POLICY_OIDC_CLIENT_SECRET。",
            log="OIDC without client id or secret",
        )
    issuer = urlsplit(configured.oidc_issuer)
    if issuer.scheme != "https" and not (issuer.scheme == "http" and issuer.hostname in LOOPBACK):
        raise SettingsInvalid("POLICY_OIDC_ISSUER 须是 https 地址（仅本机的可用 http）。", log="OIDC issuer not https")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The process-wide settings."""
    return load_settings()


def settings_table() -> str:
    """The configuration as the markdown table of docs/settings.md."""
    lines = ["| 配置项 | 默认值 | 说明 |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path):
            default = default.relative_to(PROJECT_ROOT)
        shown = "（空）" if default in (None, "") else f"`{str(default).lower() if default is True else default}`"
        lines.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines)
