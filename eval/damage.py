"""`damage`: spoil a file of the index, open it, ask; then build and ask again. Nothing wrong may be served in silence.

A damage is *detected* when opening refuses it in Chinese or when what is done without is named, *harmless* when every
answer is what it was before, and *silent* otherwise. Whatever it was, a build has to mend it.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.documents.library import load_library
from index.embedding.embedder import BUNDLED
from index.errors import IndexFailure
from index.search.searcher import Searcher
from index.store.build import build
from index.store.chroma import LOCK, OPENED
from index.store.manifest import current_version

QUESTIONS = ("绍兴小巨人奖励多少", "智能工厂奖多少", "这个政策到什么时候", "首台套怎么补", "上市补助", "节水型企业")
Ranking = list[list[tuple[str, str, float]]]


@dataclass(frozen=True, slots=True)
class Damaged:
    """What was done to which file, what opening made of it, and whether a build mended it."""

    seed: int
    file: str
    what: str
    outcome: str  # detected | harmless | silent
    said: str
    mended: bool


def _flip(path: Path, dice: random.Random) -> None:
    data = bytearray(path.read_bytes())
    if data:
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    path.write_bytes(data)


def _truncate(path: Path, dice: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: dice.randrange(len(data))] if data else b"")


def _zero_the_tail(path: Path, dice: random.Random) -> None:
    """Same length, the last quarter zero: what a lost write leaves behind."""
    data = path.read_bytes()
    keep = len(data) * 3 // 4
    path.write_bytes(data[:keep] + bytes(len(data) - keep))


def _garble(path: Path, dice: random.Random) -> None:
    path.write_bytes(dice.randbytes(dice.randint(1, 64)))


def _delete(path: Path, dice: random.Random) -> None:
    path.unlink()


DAMAGES: tuple[Callable[[Path, random.Random], None], ...] = (_flip, _flip, _truncate, _zero_the_tail, _garble, _delete)


def measure(corpus: Path | None, root: Path, seeds: Sequence[int], model: str = BUNDLED) -> Iterator[Damaged]:
    """Damage copies of the index in `root`, one for each seed. The index itself is never touched.

    Raises:
        IndexMissing: there is none to begin with.
    """
    current_version(root)
    with tempfile.TemporaryDirectory() as place:
        work = Path(place) / "index"
        shutil.copytree(root, work)
        before, _ = _ask(work, corpus, model)
        # A version of another name keeps the vectors at hand: mending is tried 200 times, embedding need not be.
        spare = Path(place) / "spare"
        shutil.copytree(current_version(root), spare)
        for seed in seeds:
            shutil.rmtree(work)
            shutil.copytree(root, work)
            shutil.copytree(spare, work / ("0" * 16))
            yield _one(seed, work, corpus, model, before)


def _one(seed: int, work: Path, corpus: Path | None, model: str, before: Ranking) -> Damaged:
    dice = random.Random(seed)
    version = current_version(work)
    files = [path for path in version.rglob("*") if path.is_file() and not {OPENED, LOCK} & set(path.parts)]
    path = dice.choice([work / "current", *sorted(files)])
    damage = dice.choice(DAMAGES)
    name = path.relative_to(version).as_posix() if version in path.parents else path.name
    damage(path, dice)
    outcome, said = "silent", ""
    try:
        after, reasons = _ask(work, corpus, model)
        said = "；".join(reasons)
        outcome = "detected" if reasons and after == before else "harmless" if after == before else "silent"
    except IndexFailure as error:
        outcome, said = "detected", error.message
    build(load_library(corpus), work, model=model)
    after, reasons = _ask(work, corpus, model)
    return Damaged(seed, name, damage.__name__.strip("_"), outcome, said, after == before and not reasons)


def _ask(root: Path, corpus: Path | None, model: str) -> tuple[Ranking, tuple[str, ...]]:
    searcher = Searcher.open(root, corpus=corpus, model=model)
    try:
        found = [[(hit.clause_id, hit.passage, hit.score) for hit in searcher.search(q, 10)] for q in QUESTIONS]
        return found, searcher.degraded()
    finally:
        searcher.close()


def summary(found: Sequence[Damaged]) -> dict[str, Any]:
    """Counts by outcome, how many a build mended, and every damage that went by in silence or stayed."""
    counted = Counter(each.outcome for each in found)
    return {
        "damages": len(found),
        **{outcome: counted[outcome] for outcome in ("detected", "harmless", "silent")},
        "mended": sum(each.mended for each in found),
        "wrong": [
            f"{each.seed}: {each.what} {each.file}" for each in found if each.outcome == "silent" or not each.mended
        ],
    }
