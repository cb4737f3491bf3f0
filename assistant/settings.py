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
PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Each field is one setting; its description is what the README shows."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="监听地址。默认仅本机可访问")
    port: int = Field(7860, ge=1, le=65535, description="监听端口")
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

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"


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
        shown = "（空）" if default is None else f"`{default}`"
        lines.append(f"| `{PREFIX}{name.upper()}` | {shown} | {field.description} |")
    return "\n".join(lines)
