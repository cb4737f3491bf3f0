"""Surface forms → concepts, by longest match on folded text: one matcher for the whole project.

Regions, levels and general synonyms live in this folder's YAML files; documents own their aliases, rules
theirs, inputs theirs. Each surface form has one owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.errors import DataFileInvalid
from index.text import strict_yaml
from index.text.normalize import Folded, fold

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept and the ways it is written.

    Attributes:
        concept: stable name; for synonyms the canonical term as the policies print it.
        kind: region, other_region, level, term, …
        surfaces: every form, the concept itself included where people write it.
        terms: what a query for it should also look for (the policies' own words).
    """

    concept: str
    kind: str
    surfaces: tuple[str, ...]
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A surface form found in a text; offsets are those of the original text."""

    concept: str
    kind: str
    surface: str
    start: int
    end: int


class Lexicon:
    """Finds the surface forms of `entries` in any text, whatever its width, case and spacing."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._by_first: dict[str, dict[str, list[Entry]]] = {}
        for entry in self.entries:
            for surface in entry.surfaces:
                folded = fold(surface).text
                if folded:
                    owners = self._by_first.setdefault(folded[0], {}).setdefault(folded, [])
                    if entry not in owners:
                        owners.append(entry)
        self._lengths = {
            first: sorted({len(surface) for surface in forms}, reverse=True) for first, forms in self._by_first.items()
        }

    def find(self, text: str) -> list[Mention]:
        """Mentions in reading order, longest first at each place, not overlapping (one a concept at a place)."""
        folded = fold(text)
        found: list[Mention] = []
        position = 0
        while position < len(folded.text):
            length, owners = self._match(folded, position)
            if owners:
                start, end = folded.original(position, position + length)
                found.extend(Mention(o.concept, o.kind, text[start:end], start, end) for o in owners)
            position += length or 1
        return found

    def longest(self, text: str) -> list[Mention]:
        """As `find`, but of forms that overlap the longest is taken, wherever it begins (省级专精特新产业园)."""
        folded = fold(text)
        matches = []
        for position in range(len(folded.text)):
            length, owners = self._match(folded, position)
            if owners:
                matches.append((position, length, owners))
        taken: list[tuple[int, int, list[Entry]]] = []
        for position, length, owners in sorted(matches, key=lambda m: (-m[1], m[0])):
            if all(position + length <= p or p + size <= position for p, size, _ in taken):
                taken.append((position, length, owners))
        found = []
        for position, length, owners in sorted(taken, key=lambda m: m[0]):
            start, end = folded.original(position, position + length)
            found += [Mention(o.concept, o.kind, text[start:end], start, end) for o in owners]
        return found

    def _match(self, folded: Folded, position: int) -> tuple[int, list[Entry]]:
        text = folded.text
        forms = self._by_first.get(text[position])
        for length in self._lengths.get(text[position], ()):
            surface = text[position : position + length]
            owners = forms.get(surface) if forms else None
            if owners and len(surface) == length and _whole_word(folded, position, position + length):
                return length, owners
        return 0, []

    def terms(self, text: str) -> Iterator[str]:
        """The policies' own words for what `text` mentions, each once."""
        by_concept = {(entry.concept, entry.kind): entry for entry in self.entries}
        seen: set[str] = set()
        for mention in self.find(text):
            for term in by_concept[mention.concept, mention.kind].terms:
                if term not in seen and term not in text:
                    seen.add(term)
                    yield term


def _whole_word(folded: Folded, start: int, end: int) -> bool:
    """A Latin or digit form does not match inside a longer word (`ce` in `center`); a blank parts words."""
    text = folded.text
    for edge, inside in ((start - 1, start), (end, end - 1)):
        if not (0 <= edge < len(text) and all(text[i].isascii() and text[i].isalnum() for i in (edge, inside))):
            continue
        if folded.ends[min(edge, inside)] >= folded.starts[max(edge, inside)]:
            return False
    return True


def read_entries(path: Path) -> list[Entry]:
    """Entries of one YAML file: `kind: …`, `entries: {concept: [surface, …]}` or `{concept: {forms, terms}}`.

    Raises:
        DataFileInvalid: the file has another shape.
    """
    data = strict_yaml.load(path)
    if not isinstance(data, dict):
        raise DataFileInvalid(f"词表 {path.name} 应由“类别: 词条”组成。")
    entries: list[Entry] = []
    for kind, concepts in data.items():
        if not isinstance(concepts, dict):
            raise DataFileInvalid(f"词表 {path.name} 的“{kind}”下应是“概念: 说法列表”。")
        for concept, written in concepts.items():
            forms = written.get("forms", []) if isinstance(written, dict) else written
            terms = written.get("terms", []) if isinstance(written, dict) else []
            if not isinstance(forms, list) or not isinstance(terms, list):
                raise DataFileInvalid(f"词表 {path.name} 的“{concept}”应是说法列表。")
            entries.append(Entry(concept, kind, tuple(forms), tuple(terms)))
    return entries


@lru_cache(maxsize=1)
def general_lexicon() -> Lexicon:
    """Regions, levels and synonyms: everything this folder owns."""
    return Lexicon(entry for path in sorted(FOLDER.glob("*.yaml")) for entry in read_entries(path))
