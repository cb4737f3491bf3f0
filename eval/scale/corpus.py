"""Documents made from the shipped ones' half-sentences, so that words and lengths are those of real policies.

About a hundred clauses of two sentences each; figures are drawn anew. Same seed, same documents. The shipped documents
stand among them. Nothing here is ever written into the shipped corpus.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from index.documents.library import load_library

CLAUSES, SENTENCES, PARTS = 100, 2, 8
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
REGIONS = tuple(f"{_STEMS[n % 10]}{_BRANCHES[n % 12]}" for n in range(60))
_NUMERALS = "一二三四五六七八九十"
_DIGITS = re.compile(r"\d+")
_METADATA = """title: {region}市支持产业发展的第{n}号若干政策
issuer: {region}市经济和信息化局
region: {region}
region_level: city
province: 某省
source: 生成
validity: {{draft: true}}
"""


def write_corpus(folder: Path, documents: int, seed: int = 1) -> None:
    """`documents` folders below `folder`, the shipped ones first."""
    shipped = load_library()
    for document_id in list(shipped.documents)[:documents]:
        shutil.copytree(shipped.folder / document_id, folder / document_id)
    for n in range(documents - len(shipped.documents)):
        write_document(folder, n, seed)


def write_document(folder: Path, n: int, seed: int = 1) -> None:
    """The n-th generated document."""
    dice = random.Random(f"{seed}:{n}")
    place = folder / f"generated-{n:04d}"
    place.mkdir(parents=True)
    region = REGIONS[n % len(REGIONS)]
    (place / "document.yaml").write_text(_METADATA.format(region=region, n=n), encoding="utf-8")
    halves = _halves()
    lines = [f"{region}市支持产业发展的第{n}号若干政策", ""]
    number = 0
    for part in range(PARTS):
        lines.append(f"{_NUMERALS[part]}、{dice.choice(halves)[:12]}")
        for _ in range(CLAUSES // PARTS):
            number += 1
            lines += [f"{number}.{''.join(_sentence(dice, halves) for _ in range(SENTENCES))}", ""]
    (place / "source.txt").write_text("\n".join(lines), encoding="utf-8")


def _halves() -> list[str]:
    """The pieces between commas of the shipped sentences, without numbering and brackets that would open a clause."""
    found = {
        piece.strip()
        for passage in load_library().passages
        for piece in re.split(r"[，,。；;：:\n]", passage.text)
        if 6 <= len(piece.strip()) <= 40 and not re.match(r"[\d（(一二三四五六七八九十第附*]", piece.strip())
    }
    return sorted(found)


def _sentence(dice: random.Random, halves: Sequence[str]) -> str:
    pieces = [dice.choice(halves) for _ in range(dice.randint(2, 4))]
    return _DIGITS.sub(lambda _: str(dice.randint(1, 99) * 5), "，".join(pieces)) + "。"
