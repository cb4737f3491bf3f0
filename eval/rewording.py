"""Trains the head of `assistant.gates.rewording` on pairs of a clause and a sentence, and says what it is worth.

`python -m eval.rewording` writes it; with `--without h5` it writes nothing and prints how well the sentences of that
author, kept out, are told apart (area under the curve). About six minutes on one core; seeds and order are fixed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from assistant.claims.tokens import Token, tokens
from assistant.gates.rewording import TRAINED, Head, Pair, keep, pair
from assistant.gates.sources import Sources
from assistant.rulebook.load import load_rulebook
from index.text.normalize import nfkc

DATA: Final = Path(__file__).resolve().parent / "datasets"
PAIRS: Final = (DATA / "blind/pairs/p1.jsonl", DATA / "blind/pairs/p2.jsonl")
DRAFTS: Final = (*(DATA / f"blind/h{n}/drafts.jsonl" for n in range(1, 6)), DATA / "own_drafts/drafts.jsonl")
SEEDS: Final = (0, 1)
EPOCHS: Final = 6
BATCH: Final = 24
RATE: Final = 3e-3
DECAY: Final = 2e-2
WIDTH: Final = 48
DROPPED: Final = 0.3
OF_TOKENS: Final = 0.5  # how much the tokens' loss counts beside the sentence's
WRONG_TOKEN: Final = 4.0  # how much more a wrong token counts than a right one
OF_DAMAGED: Final = 0.4  # how much a damaged or quoted sentence counts beside an author's
SAME_CLAUSE: Final = 0.35  # how often a word is exchanged for another of its own clause
_BANNER: Final = re.compile("征求意见稿|已于2023年12月31日到期")


@dataclass(frozen=True, slots=True)
class Example:
    """`span`: what of the sentence is wrong, "" where that is not known or nothing is; `weight` in the loss."""

    author: str
    sentence: str
    clauses: tuple[str, ...]
    bad: bool
    span: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """`wrong`: of each token 1.0 or 0.0, -1.0 where it is not known."""

    example: Example
    pair: Pair
    wrong: np.ndarray[Any, np.dtype[np.float32]]


def digest() -> str:
    """Of the files the head is trained on."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in (*PAIRS, *DRAFTS))).hexdigest()


def examples() -> list[Example]:
    """The authors' sentences, each with the texts it cites."""
    found = []
    for path in PAIRS:
        for record in _records(path):
            clause = (nfkc(record["clause"]),)
            found.append(Example(path.stem, nfkc(record["sentence"]), clause, record["bad"], nfkc(record["span"])))
    sources = Sources(load_rulebook())
    for path in DRAFTS:
        for record in _records(path):
            parts = [part for part in re.split("(?<=。)", record["answer"]) if part.strip()]
            said = "".join([part for part in parts if not _BANNER.search(part)] or parts[-1:])
            clauses = tuple(nfkc(sources.of(each).text) for each in record["cites"].values())
            text = nfkc(re.sub(r"\[\d+\]", "", said).strip())
            found.append(Example(path.parent.name, text, clauses, record["bad"]))
    return found


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def damaged(own: Sequence[Example]) -> list[Example]:
    """Clean sentences with one content word exchanged, and stretches of the clauses, as they are and damaged.

    So both plain and official sentences are now right, now wrong, and how a sentence sounds tells nothing.
    """
    chance = random.Random(5)
    pool: dict[str, set[str]] = {}
    for each in own:
        for token in _content(each.sentence + "。" + "".join(each.clauses)):
            pool.setdefault(token.tag[0], set()).add(token.word)
    words = {tag: sorted(found) for tag, found in pool.items()}
    result: list[Example] = []
    seen: set[str] = set()
    for each in own:
        if not each.bad:
            result += _exchanged(each, words, chance)
        clause = each.clauses[0]
        pieces = [piece for piece in re.findall("[^,，。；;]+[,，。；;]?", clause) if len(piece) > 3]
        if len(each.clauses) == 1 and clause not in seen and pieces:
            seen.add(clause)
            start = chance.randrange(len(pieces))
            quoted = re.sub("[,，；;]$", "。", "".join(pieces[start : start + chance.choice([1, 2, 3])]))
            quotation = Example(each.author, quoted, each.clauses, False, weight=OF_DAMAGED)
            result += [quotation, *_exchanged(quotation, words, chance)]
    return result


def _content(text: str) -> list[Token]:
    return [
        token
        for token in tokens(text)
        if token.tag[0] in "nvad" and not token.joins and re.fullmatch("[\u4e00-\u9fff]{2,}", token.word)
    ]


def _exchanged(example: Example, pool: dict[str, list[str]], chance: random.Random) -> list[Example]:
    content = _content(example.sentence)
    if not content:
        return []
    token = chance.choice(content)
    near = [
        other.word
        for other in _content("".join(example.clauses))
        if other.tag[0] == token.tag[0] and other.word != token.word and other.word not in example.sentence
    ]
    word = chance.choice(near if near and chance.random() < SAME_CLAUSE else pool[token.tag[0]])
    if word == token.word:
        return []
    text = example.sentence[: token.start] + word + example.sentence[token.end :]
    return [replace(example, sentence=text, bad=True, span=word, weight=OF_DAMAGED)]


def prepared(example: Example) -> Prepared:
    read = pair(example.sentence, example.clauses)
    wrong = np.full(len(read.spans), -1.0 if example.bad else 0.0, dtype=np.float32)
    start = example.sentence.find(example.span) if example.span else -1
    if start >= 0:
        end = start + len(example.span)
        wrong = np.array([float(a < end and b > start) for a, b in read.spans], dtype=np.float32)
    return Prepared(example, read, wrong)


class Net(nn.Module):  # type: ignore[misc]
    """What `Head.score` computes, to be trained: the names of the parameters are those of the weights."""

    def __init__(self, mean: Tensor, deviation: Tensor) -> None:
        super().__init__()
        self.mean, self.deviation = mean, deviation
        size = len(mean)
        self.look = nn.Linear(size, WIDTH, bias=False)
        self.near = nn.Linear(size, WIDTH, bias=False)
        self.sharpness = nn.Parameter(torch.tensor(2.5))
        self.alike = nn.Parameter(torch.tensor(1.0))
        self.inner = nn.Linear(2 * WIDTH + 9, WIDTH)
        self.outer = nn.Linear(WIDTH, 1)
        self.bias = nn.Parameter(torch.tensor(-1.0))
        self.drop = nn.Dropout(DROPPED)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Scores of tokens (sentences, n) and of sentences."""
        said, clause = batch.said, batch.clause
        beyond = (1 - batch.printed)[:, None, :] * -1e4
        raw = F.normalize(said, dim=2) @ F.normalize(clause, dim=2).transpose(1, 2)
        near = F.normalize(self.near(said), dim=2) @ F.normalize(self.near(clause), dim=2).transpose(1, 2)
        weights = torch.softmax(torch.exp(self.sharpness) * (near + raw) / 2 + self.alike * batch.same + beyond, 2)
        own, theirs = self.look(said), weights @ self.look(clause)
        best = (raw + beyond).topk(2, dim=2).values
        found = [(own - theirs).abs(), own * theirs, best, (weights * near).sum(2, keepdim=True)]
        features = torch.cat([*found, (near + beyond).max(2, keepdim=True).values, batch.seen], 2)
        inner = self.drop(F.gelu(self.inner(self.drop(features))))
        scores = self.outer(inner).squeeze(2) - 1e4 * (1 - batch.there)
        return scores, torch.logsumexp(scores, 1) + self.bias

    def head(self) -> Head:
        named = {
            "mean": self.mean,
            "deviation": self.deviation,
            "look": self.look.weight.T,
            "near": self.near.weight.T,
            "inner": self.inner.weight.T,
            "inner.b": self.inner.bias,
            "outer": self.outer.weight[0],
            "outer.b": self.outer.bias[0],
            "sharpness": self.sharpness,
            "alike": self.alike,
            "bias": self.bias,
        }
        return Head({name: weight.detach().numpy().astype(np.float32) for name, weight in named.items()})


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs side by side, padded; `there` and `printed` are 1 where a token stands."""

    said: Tensor
    clause: Tensor
    seen: Tensor
    same: Tensor
    wrong: Tensor
    there: Tensor
    printed: Tensor
    bad: Tensor
    weight: Tensor


def batch_of(several: Sequence[Prepared], mean: Tensor, deviation: Tensor) -> Batch:
    n = max(len(each.pair.said) for each in several)
    m = max(max(len(each.pair.clause) for each in several), 2)
    size, count = len(mean), len(several)
    said, clause = torch.zeros(count, n, size), torch.zeros(count, m, size)
    seen, same = torch.zeros(count, n, 5), torch.zeros(count, n, m)
    wrong, there, printed = torch.full((count, n), -1.0), torch.zeros(count, n), torch.zeros(count, m)
    for i, each in enumerate(several):
        a, b = len(each.pair.said), len(each.pair.clause)
        said[i, :a] = (torch.from_numpy(each.pair.said) - mean) / deviation
        clause[i, :b] = (torch.from_numpy(each.pair.clause) - mean) / deviation
        seen[i, :a], same[i, :a, :b] = torch.from_numpy(each.pair.seen), torch.from_numpy(each.pair.same)
        wrong[i, :a] = torch.from_numpy(each.wrong)
        there[i, :a], printed[i, :b] = 1, 1
    bad = torch.tensor([float(each.example.bad) for each in several])
    weight = torch.tensor([each.example.weight for each in several])
    return Batch(said, clause, seen, same, wrong, there, printed, bad, weight)


def train(several: Sequence[Prepared], seed: int) -> Head:
    torch.manual_seed(seed)
    chance = random.Random(seed)
    vectors = torch.from_numpy(np.concatenate([each.pair.said for each in several[::7]]))
    mean, deviation = vectors.mean(0), vectors.std(0)
    net = Net(mean, deviation)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = EPOCHS * (len(several) // BATCH + 2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    for _ in range(EPOCHS):
        for chosen in _batches(several, chance):
            batch = batch_of(chosen, mean, deviation)
            scores, sums = net(batch)
            loss = (batch.weight * F.binary_cross_entropy_with_logits(sums, batch.bad, reduction="none")).mean()
            told = (batch.wrong >= 0) * batch.weight[:, None]
            each = F.binary_cross_entropy_with_logits(
                scores, batch.wrong.clamp(0, 1), reduction="none", pos_weight=torch.tensor(WRONG_TOKEN)
            )
            loss = loss + OF_TOKENS * (each * told).sum() / (batch.wrong >= 0).sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return net.head()


def _batches(several: Sequence[Prepared], chance: random.Random) -> list[list[Prepared]]:
    """Of about equally long clauses, in a shuffled order."""
    order = sorted(several, key=lambda each: len(each.pair.clause) + chance.random() * 60)
    batches = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    chance.shuffle(batches)
    return batches


def area(scores: Sequence[float], bad: Sequence[bool]) -> float:
    """Under the curve: how often a wrong sentence scores above a right one."""
    pairs = [
        (a, b) for a, wrong in zip(scores, bad, strict=True) if wrong for b, w in zip(scores, bad, strict=True) if not w
    ]
    return sum((a > b) + 0.5 * (a == b) for a, b in pairs) / max(len(pairs), 1)


def main() -> None:
    """Train the heads and keep them, or tell what they make of an author kept out."""
    parser = argparse.ArgumentParser(description="训练判断“换了说法”的模型")
    parser.add_argument("--without", default="", help="留下这位作者的句子来考，不保存")
    out = parser.parse_args().without
    torch.set_num_threads(1)
    own = examples()
    chosen = [each for each in (*own, *damaged(own)) if each.author != out]
    read = [prepared(each) for each in chosen]
    heads = [train(read, seed) for seed in SEEDS]
    if not out:
        keep(heads, TRAINED, digest())
        print(f"已训练：{len(own)} 句和由它们改出的 {len(read) - len(own)} 句，存于 {TRAINED.name}")
        return
    asked = [prepared(each) for each in own if each.author == out]
    scores = [float(np.mean([head.score(each.pair) for head in heads])) for each in asked]
    print(f"{out}：{len(asked)} 句，曲线下面积 {area(scores, [each.example.bad for each in asked]):.3f}")


if __name__ == "__main__":
    main()
