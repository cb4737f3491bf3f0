"""Language as data: named lists of regular expressions, one YAML file an idea."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from index.documents.model import Span
from index.errors import DataFileInvalid
from index.text import strict_yaml

FOLDER = Path(__file__).resolve().parent


class Patterns:
    """The patterns of one file: `{name: [regex, …]}`. Case never matters."""

    def __init__(self, lists: dict[str, list[str]], *, name: str = "<patterns>") -> None:
        self._compiled: dict[str, re.Pattern[str]] = {}
        for key, expressions in lists.items():
            try:
                self._compiled[key] = re.compile("|".join(f"(?:{e})" for e in expressions) or r"(?!)", re.IGNORECASE)
            except re.error as error:
                raise DataFileInvalid(f"数据文件 {name} 的“{key}”不是正确的正则表达式：{error}。") from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._compiled)

    def __getitem__(self, key: str) -> re.Pattern[str]:
        return self._compiled[key]

    def has(self, key: str, text: str) -> bool:
        return self._compiled[key].search(text) is not None

    def spans(self, key: str, text: str) -> list[Span]:
        return [match.span() for match in self._compiled[key].finditer(text) if match.end() > match.start()]

    def strip(self, keys: Iterable[str], text: str) -> str:
        """`text` without everything the named lists match."""
        for key in keys:
            text = self._compiled[key].sub("", text)
        return text


@lru_cache(maxsize=16)
def load(name: str) -> Patterns:
    """The patterns of `<name>.yaml` in this folder.

    Raises:
        DataFileInvalid: the file is not `{name: [regex, …]}` or a regex does not compile.
    """
    data = strict_yaml.load(FOLDER / f"{name}.yaml")
    if not isinstance(data, dict) or not all(isinstance(v, list) for v in data.values()):
        raise DataFileInvalid(f"数据文件 {name}.yaml 应由“名称: 正则表达式列表”组成。")
    return Patterns(data, name=f"{name}.yaml")
