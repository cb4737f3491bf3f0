"""The one loader of every YAML data file: scalars stay the strings that were written.

YAML's own typing is a trap for policy figures: `safe_load` reads `1:1.5` as 61.5, `010` as 8 and `no`
as False. Here every scalar is a string, a duplicate key is an error with its line, and the file's
schema (pydantic) gives the types.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from index.errors import DataFileInvalid


class _StrictLoader(yaml.BaseLoader):
    """BaseLoader resolves nothing, so `1:1.5` and `no` stay text; duplicates are refused below."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: dict[Any, int] = {}
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, str):
                raise yaml.constructor.ConstructorError(None, None, f"第{line}行：键必须是文字", key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"第{line}行：键“{key}”重复（第{seen[key]}行已出现）", key_node.start_mark
                )
            seen[key] = line
        return super().construct_mapping(node, deep=deep)


_StrictLoader.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
    lambda loader, node: loader.construct_mapping(node, deep=True),  # type: ignore[arg-type]
)


def parse(text: str, *, name: str = "<text>") -> Any:
    """Parse YAML into dicts, lists and strings.

    Raises:
        DataFileInvalid: not YAML, or a key stands twice; the message names file and line.
    """
    try:
        return yaml.load(text, Loader=_StrictLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"第{mark.line + 1}行" if mark else "位置不明"
        raise DataFileInvalid(
            f"数据文件 {name} 有误（{where}）：{error.problem}。请改正后重试。",
            log=f"{name}: {error}",
        ) from error
    except yaml.YAMLError as error:
        raise DataFileInvalid(f"数据文件 {name} 无法解析：{error}", log=f"{name}: {error}") from error


def load(path: Path) -> Any:
    """Parse the YAML file at `path` (UTF-8). See `parse`."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileInvalid(f"数据文件 {path.name} 读不出来：{error}", log=f"{path}: {error}") from error
    return parse(text, name=path.name)
