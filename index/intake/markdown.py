"""Markdown by way of HTML: headings, tables and numbered lists are what the reader of the rendered page sees."""

from __future__ import annotations

from markdown_it import MarkdownIt

from index.intake.html import lines_of
from index.intake.plain import decode
from index.intake.reading import Reading


def read(raw: bytes, name: str) -> Reading:
    """Raises DocumentUnreadable."""
    from lxml import html

    text, _ = decode(raw, name)
    # Single line ends part paragraphs: a clause a line, without blank lines between, is how policies are typed.
    rendered = MarkdownIt("commonmark", {"breaks": True, "html": False}).enable("table").render(text)
    return Reading("\n".join(lines_of(html.fragment_fromstring(rendered, create_parent="div"))), ".md")
