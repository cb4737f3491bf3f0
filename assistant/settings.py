"""All configuration: one class, prefix `POLICY_`, read from the environment and `.env`.

An unknown `POLICY_…` key is refused, so a typing error cannot silently switch a safeguard off.
The README's table is generated from this class (`python -m assistant settings`) and checked by a test.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsInvalid

PREFIX = "POLICY_"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
TOKEN_LENGTH = 16  # a shorter one can be guessed
PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Each field is one setting; its description is what the README shows."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="监听地址。默认仅本机可访问；改为其他地址必须同时设置访问令牌")
    port: int = Field(7860, ge=1, le=65535, description="监听端口")
    token: SecretStr | None = Field(
        None, description="访问令牌，至少 16 个字符。设置后须登录，或在请求头带 Authorization: Bearer"
    )
    public_hosts: str = Field(
        "", description="对外域名，逗号分隔，如 policy.example.cn。经反向代理访问时填写，须同时设置访问令牌"
    )
    cookie_secure: bool = Field(True, description="登录 cookie 只经 https 发送。内网没有 https 时才设为 false")
    rate_limit: int | None = Field(
        None, ge=1, description="每个来访地址每分钟的提问次数上限。留空则仅本机使用时 6000，对外服务时 300"
    )
    max_body_kb: int = Field(1024, ge=16, description="单次请求的大小上限，单位 KB")
    retention_days: int = Field(180, ge=0, description="对话、回答、反馈与记录保存的天数，到期自动删除；0 为不删除")
    data_dir: Path = Field(PROJECT_ROOT / "data", description="索引等可重建数据的存放目录")
    corpus_dir: Path | None = Field(None, description="政策文件目录。留空则使用随项目发布的五份文件")
    embedding_model: str = Field(
        "bundled",
        description="向量模型：bundled 为自带的 multilingual-e5-small；或填 sentence-transformers 模型名、本地目录",
    )
    chroma_url: str | None = Field(None, description="Chroma 服务地址，如 http://127.0.0.1:8000。留空则使用内嵌 Chroma")
    llm_base_url: str | None = Field(None, description="OpenAI 兼容接口地址。留空则不使用大模型，由抽取式起草")
    llm_model: str | None = Field(None, description="大模型名称")
    llm_api_key: SecretStr | None = Field(None, description="大模型接口密钥")
    llm_plan: bool = Field(True, description="起草前先让大模型用工具补查条款、补算奖项；模型不支持工具调用时设为 false")
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
    def memory_file(self) -> Path:
        return self.data_dir / "memory.db"

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
    if configured.exposed and not token:
        name = "POLICY_HOST" if configured.host not in LOOPBACK else "POLICY_PUBLIC_HOSTS"
        raise SettingsInvalid(
            f"{name} 会让其他机器访问本服务，必须同时设置访问令牌 POLICY_TOKEN（至少 {TOKEN_LENGTH} 个字符）。"
            '可以这样生成：python -c "import secrets; print(secrets.token_urlsafe(24))"。',
            log=f"{name} without POLICY_TOKEN",
        )
    if token and len(token) < TOKEN_LENGTH:
        raise SettingsInvalid(f"POLICY_TOKEN 太短，至少 {TOKEN_LENGTH} 个字符。", log="POLICY_TOKEN too short")


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The process-wide settings."""
    return load_settings()


def settings_table() -> str:
    """The configuration as the markdown table that the README shows (checked by a test)."""
    lines = ["| 配置项 | 默认值 | 说明 |", "| --- | --- | --- |"]
    for name, field in Settings.model_fields.items():
        default = field.default
        if isinstance(default, Path):
            default = default.relative_to(PROJECT_ROOT)
        shown = "（空）" if default in (None, "") else f"`{str(default).lower() if default is True else default}`"
        lines.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines)
