"""The word lists of the corruptions (words.yaml)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from index.text import strict_yaml


class Words(BaseModel):
    """See the comments in words.yaml; pairs are (pattern, replacement)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    hedges: tuple[str, ...]
    hedges_added: tuple[str, ...]
    unlimited: tuple[str, ...]
    threshold_before: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    cities: tuple[str, ...]
    polarity: tuple[tuple[str, str], ...]
    unplaced: str
    banner: str
    banner_removed: tuple[str, ...]
    draft_denied: tuple[tuple[str, str], ...]
    expiry_denied: tuple[tuple[str, str], ...]
    said_in_force: tuple[str, ...]
    said_expired: tuple[str, ...]
    conditions: str

    @property
    def hedge(self) -> re.Pattern[str]:
        return re.compile("|".join(self.hedges))


@lru_cache(maxsize=1)
def words() -> Words:
    """Raises DataFileInvalid where the file is not in that layout."""
    return TypeAdapter(Words).validate_python(strict_yaml.load(Path(__file__).with_name("words.yaml")))
