"""What a document says of itself, each with the place in the text that says so.

Nothing here is taken from a file's name or a person: a field that the text does not give stays empty, and what is
found is shown 据原文 until document.yaml confirms or corrects it.
"""

from __future__ import annotations

from collections.abc import Sequence

from index.documents.head import Head
from index.documents.in_force import Force
from index.documents.outline import Outline
from index.documents.said import Line, SelfDescription
from index.documents.title_lines import title_text
from index.vocabulary.divisions import CITY, PROVINCE, Place


def describe(lines: Sequence[Line], layout: Outline) -> SelfDescription:
    """Read what the document says of itself.

    Args:
        lines: its non-blank lines; `layout` numbers them.
    """
    head, force = Head(lines, layout), Force(lines, layout)
    title = title_text([line.text for line in lines], layout.title) if layout.title else ""
    head.note("title", *(lines[n].evidence for n in layout.title))
    number, issued, issuer = head.number(), head.issued(), head.issuer()
    region, nation = head.region(issuer, title)
    draft = force.draft(title)
    first, last, term = force.period(issued, draft)
    return SelfDescription(
        title=title,
        issuer=issuer,
        number=number,
        issued=issued,
        region=region,
        nation=nation,
        draft=draft,
        comments_until=force.comments() if draft else None,
        valid_from=None if draft else first,
        valid_to=None if draft else last,
        term=term,
        repeals=tuple(force.repeals()),
        evidence=(*head.noted, *force.noted),
    )


def region_level(place: Place | None, nation: bool) -> str:
    """How wide a document reaches. A municipality's own documents are a city's: nothing lies between."""
    if nation or place is None:
        return "country" if nation else CITY
    if place.level == PROVINCE and place.name.endswith("市"):
        return CITY
    return place.level
