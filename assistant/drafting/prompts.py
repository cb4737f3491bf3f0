"""Prompts live in `prompts/`, one file each, with declared variables; no prompt text stands in Python.

A file opens with `---`, a `variables:` list, `---`; the body uses `$name` for each of them. Filling a prompt
with a missing or an extra variable is an error, and the hash over all files is part of every answer's versions.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

from assistant.errors import SettingsInvalid
from index.text import strict_yaml

FOLDER = Path(__file__).resolve().parents[2] / "prompts"


@dataclass(frozen=True, slots=True)
class Prompt:
    name: str
    variables: frozenset[str]
    body: Template

    def fill(self, **values: str) -> str:
        """The prompt with every declared variable in its place.

        Raises:
            ValueError: a variable is missing or is not declared.
        """
        if set(values) != self.variables:
            raise ValueError(f"prompt {self.name} declares {sorted(self.variables)}, got {sorted(values)}")
        return self.body.substitute(values)


@lru_cache(maxsize=8)
def load_prompt(name: str, folder: Path = FOLDER) -> Prompt:
    """The prompt `prompts/<name>.md`.

    Raises:
        SettingsInvalid: the file is missing or malformed, or its declared variables are not those it uses.
    """
    path = folder / f"{name}.md"
    try:
        opening, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    except (OSError, ValueError) as error:
        raise SettingsInvalid(
            f"提示词文件 {path.name} 读不出来，或缺少开头的 --- 变量声明 ---。", log=str(error)
        ) from error
    declared = strict_yaml.parse(front, name=path.name)
    variables = declared.get("variables") if isinstance(declared, dict) else None
    template = Template(body.strip())
    if opening or not isinstance(variables, list) or set(variables) != set(template.get_identifiers()):
        raise SettingsInvalid(
            f"提示词文件 {path.name} 声明的变量与正文不一致：正文用到 {sorted(template.get_identifiers())}。"
        )
    return Prompt(name, frozenset(variables), template)


@lru_cache(maxsize=2)
def prompts_version(folder: Path = FOLDER) -> str:
    """A hash over every prompt file: 12 hex digits."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.md")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
