"""Does a passage really speak of what was asked, or is it only the nearest there is?

Two measures over the question's content words, each weighted by how rare it is in the corpus: how much of the
question the passage (with its headings) covers, and whether it holds the matters the vocabulary knows by name.
"""

from __future__ import annotations

import math
import re
from functools import cached_property, lru_cache

from index.documents.library import Library
from index.documents.model import Passage
from index.store.build import embedded_text
from index.store.sparse import Sparse
from index.text.ngrams import tokens
from index.text.normalize import fold
from index.vocabulary.lexicon import Entry, Lexicon

# What a question is made of besides its matter; cut out before the content is weighed.
_FILLER = re.compile(
    r"请问|咨询一下|你好|您好|我们|我司|我公司|公司|企业|单位|咱们?|我厂|厂里|政策|规定|文件|条款|内容|市里|多少钱?|几多|几个钱|几成|什么|哪些|哪个|哪里"
    r"|怎么样?|如何|是否|有没有|能不能|可以|能够|奖励|补贴|补助|奖金|资助|支持|给予|申请|申报|享受|标准|金额"
    r"|一下|一共|总共|分别|今年|去年|当年|提到|提及|关于|方面|情况|问题|现在|目前|知道|了解|到底|具体|规划|计划"
    r"|一样|区别|不同|差别|对比|比较|几万块?|万块|块钱"
)
# Function words of one character are also parts of words (智能工厂, 湘江新区): cut only where no word is broken.
_PARTICLES = frozenset(
    "给奖补拿领得各吗呢吧啊呀了的是在有和与及对为被把能会要就都也还又再这那个家年新讲说写提想里上下中多少谁几咯嘛"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")


class Confidence:
    """Weights of content bigrams over the corpus, from its inverted index."""

    def __init__(self, library: Library, lexicon: Lexicon, sparse: Sparse) -> None:
        self._library = library
        self._lexicon = lexicon
        self._sparse = sparse
        self._uses = lru_cache(maxsize=10_000)(self._used)
        self._uses_there = lru_cache(maxsize=10_000)(self._used_there)

    def _weight(self, token: str) -> float:
        return math.log(1 + len(self._sparse) / (1 + self._sparse.frequency(token)))

    def content(self, question: str) -> list[str]:
        """The question's content bigrams and Latin words; places and filler are gone."""
        text = question
        for mention in sorted(self._lexicon.find(question), key=lambda m: -m.start):
            if mention.kind == "region" and mention.surface.startswith(mention.concept):
                text = text[: mention.start] + " " + text[mention.end :]
        pieces = self._without_particles(_FILLER.sub(" ", text)).split()
        return list(dict.fromkeys(t for piece in pieces for t in tokens(piece) if len(t) > 1))

    def known(self, question: str) -> list[str]:
        """Of the content what the policies' own words hold; 咋定 and 老家伙 find nothing there."""
        return [token for token in self.content(question) if self._sparse.frequency(token)]

    def foreign(self, question: str, region: str) -> float:
        """Weight of what the question names in words of policies that none of the region's documents uses.

        DCMM贯标, asked of a city that has none: the nearest passage is near for the other words only.
        """
        return sum(self._weight(token) for token in self.known(question) if not self._uses_there((token, region)))

    def _used_there(self, asked: tuple[str, str]) -> bool:
        token, region = asked
        documents, passages = self._library.documents, self._library.passages
        return any(documents[passages[row].document_id].region == region for row in self._sparse.texts(token).tolist())

    def _used(self, stretch: str) -> bool:
        """Whether the policies use the three characters in a row: what they hold together is no particle."""
        if not _HAN.fullmatch(stretch):
            return False
        rows = self._sparse.holding(stretch)
        passages = self._library.passages
        return rows is not None and any(stretch in embedded_text(passages[row]) for row in rows.tolist())

    def _without_particles(self, text: str) -> str:
        kept = [not character.isspace() and character not in _PARTICLES for character in text]
        for i in range(len(text) - 2):
            if self._uses(text[i : i + 3]):
                kept[i : i + 3] = [True] * 3
        return "".join(character if keep else " " for character, keep in zip(text, kept, strict=True))

    def coverage(self, question: str, passage: Passage) -> float:
        """Share of the question's content, by weight, that the passage, its headings or its synonyms hold: 0 to 1.

        1.0 for a question without content of its own.
        """
        content = self.content(question)
        if not content:
            return 1.0
        held = set(tokens(f"{embedded_text(passage)} {self._heard_as(question, passage)}"))
        total = sum(self._weight(t) for t in content)
        return sum(self._weight(t) for t in content if t in held) / total

    def _heard_as(self, question: str, passage: Passage) -> str:
        """The question's own words for matters that the passage names in policy terms."""
        text = fold(passage.header + passage.text).text
        return " ".join(
            mention.surface
            for mention in self._lexicon.find(question)
            if mention.kind == "term" and self._names(mention.concept, text)
        )

    def _names(self, concept: str, folded: str) -> bool:
        entry = self._entries[concept]
        return any(_plain(form) in _plain(folded) for form in (*entry.terms, *entry.surfaces))

    @cached_property
    def _entries(self) -> dict[str, Entry]:
        return {entry.concept: entry for entry in self._lexicon.entries if entry.kind == "term"}


def _plain(text: str) -> str:
    return re.sub(r"[()“”‘’\"'、,，]", "", fold(text).text)
