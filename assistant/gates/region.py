"""A sentence about one city never rests on another's document; a province's document may support its city."""

from __future__ import annotations

import re
from typing import Final

from assistant.gates.citation import best_sentence
from assistant.gates.model import Checked, Context, Failure
from index.documents.model import PolicyDocument
from index.vocabulary.divisions import divisions
from index.vocabulary.lexicon import general_lexicon

_ABSENT: Final = re.compile(r"未收录|没有收录|没收录|不包括|没有[^，。；]{0,12}规定|未[^，。；]{0,8}规定")


def region(checked: Checked, context: Context) -> Failure | None:
    if not checked.cited:
        return _elsewhere(checked, context)
    named = places_in(checked.text) or ([checked.region] if checked.region else [])
    for place in named:
        if not any(speaks_for(document, place) for document in checked.documents) and not _printed(place, checked):
            held = "、".join(document.region for document in checked.documents)
            return Failure("region", f"句中说的是{place}，所引的却是{held}的文件。")
    return None


def _printed(place: str, checked: Checked) -> bool:
    """Whether the clause speaks of the place where it says what the sentence says: 长沙国际工程机械展."""
    nearest, _ = best_sentence(checked.text, checked.sources)
    return place in nearest


def _elsewhere(checked: Checked, context: Context) -> Failure | None:
    """Without a mark: what is said of a city is said of one whose documents the answer rests on."""
    if not context.documents or checked.kind == "question" or _ABSENT.search(checked.text):
        return None
    in_use = [context.sources.library.documents[each] for each in context.documents]
    asked = places_in(context.user_text)
    for place in places_in(checked.text):
        if place not in asked and not any(speaks_for(document, place) for document in in_use):
            held = "、".join(document.region for document in in_use)
            return Failure("region", f"句中说的是{place}，回答所依据的却是{held}的文件。")
    return None


def places_in(text: str) -> list[str]:
    """The cities and provinces a text names, those without documents here included."""
    found = [m.concept for m in general_lexicon().find(text) if m.kind == "region"]
    return list(dict.fromkeys(found))


def speaks_for(document: PolicyDocument, place: str) -> bool:
    """A document speaks for its place, what lies in it and what it lies in; a province's for any place."""
    if place == document.region or document.region_level in ("province", "country"):
        return True
    return place == document.province or place in document.parents or document.region in divisions().parents(place)
