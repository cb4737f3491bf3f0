"""Surface forms → concepts, by longest match on folded text: one matcher for the whole project.

Levels and general synonyms live in this folder's YAML files, places in the table of divisions; documents own their
aliases, rules theirs, inputs theirs. Each surface form has one owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.errors import DataFileInvalid
from index.text import strict_yaml
from index.text.normalize import Folded, fold
from index.vocabulary.divisions import COUNTY, divisions, short_name

FOLDER = Path(__file__).resolve().parent
REGIONS = "regions.yaml"
_ENDS_WORDS = "有没在是我们的和与到从于至往来去对给按省市州县区内那问查看说及或跟比拿让呢吗咱"


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept and the ways it is written.

    Attributes:
        concept: stable name; for synonyms the canonical term as the policies print it.
        kind: region, level, term, …
        surfaces: every form, the concept itself included where people write it.
        terms: what a query for it should also look for (the policies' own words).
        guarded: surfaces that are also the seam of two words (创新平台 holds 新平): they count where a word begins.
    """

    concept: str
    kind: str
    surfaces: tuple[str, ...]
    terms: tuple[str, ...] = ()
    guarded: tuple[str, ...] = ()


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
        self._by_concept = {(entry.concept, entry.kind): entry for entry in self.entries}
        self._by_first: dict[str, dict[str, list[Entry]]] = {}
        for entry in self.entries:
            for surface in entry.surfaces:
                folded = fold(surface).text
                if folded:
                    owners = self._by_first.setdefault(folded[0], {}).setdefault(folded, [])
                    if entry not in owners:
                        owners.append(entry)
        self._guarded = {fold(surface).text for entry in self.entries for surface in entry.guarded}
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
            if not owners or len(surface) != length or not _whole_word(folded, position, position + length):
                continue
            if surface not in self._guarded or _word_begins(text, position):
                return length, owners
        return 0, []

    def terms(self, text: str) -> Iterator[str]:
        """The policies' own words for what `text` mentions, each once."""
        seen: set[str] = set()
        for mention in self.find(text):
            for term in self._by_concept[mention.concept, mention.kind].terms:
                if term not in seen and term not in text:
                    seen.add(term)
                    yield term


def _word_begins(text: str, position: int) -> bool:
    """At the start, behind what is no Han character, or behind one that mostly ends a word."""
    return position == 0 or not "一" <= text[position - 1] <= "鿿" or text[position - 1] in _ENDS_WORDS


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
    """Places, levels and synonyms: everything this folder owns."""
    of_files = [entry for path in sorted(FOLDER.glob("*.yaml")) if path.name != REGIONS for entry in read_entries(path)]
    return Lexicon([*place_entries(), *of_files])


def place_entries() -> list[Entry]:
    """Every place of the country under its key, whether or not documents of it are held (`Library.regions`).

    A bare name that is also a word (通道, 资源) or another place's counts only with what it is: 通道县.

    Raises:
        DataFileInvalid: regions.yaml has another shape.
    """
    data = strict_yaml.load(FOLDER / REGIONS)
    try:
        nicknames, words = dict(data["nickname"]), set(data["also_words"])
    except (KeyError, TypeError, ValueError) as error:
        raise DataFileInvalid(f"词表 {REGIONS} 应有 nickname 和 also_words 两项。", log=str(error)) from error
    known = divisions()
    entries: list[Entry] = []
    for place in known.places.values():
        forms, stem = known.spoken(place, words), short_name(place.name)
        guarded = (stem,) if place.level == COUNTY and not place.name.endswith("市") and stem != place.name else ()
        entries.append(
            Entry(place.key, "region", tuple(dict.fromkeys((*forms, *nicknames.get(place.key, ())))), guarded=guarded)
        )
    return entries
