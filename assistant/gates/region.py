"""A sentence about one city never rests on another's document; a province's document may support its city."""

from __future__ import annotations

from assistant.gates.model import Checked, Context, Failure
from index.documents.model import PolicyDocument
from index.vocabulary.lexicon import general_lexicon


def region(checked: Checked, context: Context) -> Failure | None:
    if not checked.cited:
        return None
    named = places_in(checked.text) or ([checked.region] if checked.region else [])
    for place in named:
        if not any(speaks_for(document, place) for document in checked.documents) and not any(
            place in source.text for source in checked.sources
        ):
            held = "、".join(document.region for document in checked.documents)
            return Failure("region", f"句中说的是{place}，所引的却是{held}的文件。")
    return None


def places_in(text: str) -> list[str]:
    """The cities and provinces a text names, those without documents here included."""
    found = [m.concept for m in general_lexicon().find(text) if m.kind in ("region", "other_region")]
    return list(dict.fromkeys(found))


def speaks_for(document: PolicyDocument, place: str) -> bool:
    """A city's document speaks for the city, a province's for its cities too."""
    return place == document.region or (document.region_level == "province" and place != document.region) or (
        place == document.province
    )  # fmt: skip
