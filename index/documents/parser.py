"""source.txt → nodes and residue that together are exactly the source.

Line by line: a line that opens with the *next* number of a style starts a node, any other line belongs to
what is open. Asking for the next number is what keeps `三、四、五星级`, `1.1万亿元` or a cross-reference at a
line's start from becoming a heading. Nothing is ever dropped: what fits no style continues its clause or
becomes a plain node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from index.documents.metadata import Metadata
from index.documents.model import ClauseKind, Residue, Span
from index.documents.numbering import Marker, marker_at

_RESIDUE = re.compile(r"\[bookmark:[^\]\n]*\]|\ufeff")

# An unnumbered paragraph that opens like this closes its document or annex. document.yaml may add cues.
CLOSING_CUES = (
    re.compile(r"除特别规定外"),
    re.compile(r"本(?:政策|措施|办法|意见|规定|细则|方案|计划|通知)(?:涉及|自|由|与|有效期|的?解释)"),
    re.compile(r"《[^》]+》（[^）]*〔\d{4}〕[^）]*号）"),
)

_UNNUMBERED = {
    "页眉": ClauseKind.FURNITURE,
    "页脚": ClauseKind.FURNITURE,
    "标题": ClauseKind.TITLE,
    "文头": ClauseKind.FRONT_MATTER,
    "通知": ClauseKind.NOTICE,
    "引言": ClauseKind.PREAMBLE,
    "结语": ClauseKind.CLOSING,
}
_PROSE_END = re.compile(r"[。！？；：:;]$")
_COUNTS_ON = re.compile(r"[一二三四五六七八九十]")
_SENTENCE_END = re.compile(r"[。！？；：:;.…”）)]\s*$")


@dataclass(eq=False, slots=True)
class Node:
    """A node while parsing. `marker` is None for unnumbered text, whose `name` is 标题, 引言, …"""

    kind: ClauseKind
    parent: Node | None
    marker: Marker | None = None
    name: str = ""
    spans: list[Span] = field(default_factory=list)
    marker_span: Span | None = None

    @property
    def rank(self) -> int:
        if self.marker:
            return self.marker.style.rank
        return 99


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    spans: tuple[Span, ...]
    text: str


class Parser:
    """Parses one source. `nodes` come out in reading order; their spans and `residue` partition the source."""

    def __init__(self, source: str, metadata: Metadata) -> None:
        self.source = source
        self.nodes: list[Node] = []
        self.residue: list[Residue] = []
        self._metadata = metadata
        self._sections = list(metadata.sections)
        self._decimal = bool(re.search(r"(?m)^\s*\d{1,2}\.\d{1,2}[\s　]", source))
        self._open: list[Node] = []  # numbered nodes from the outermost to the innermost
        self._loose: Node | None = None  # unnumbered node that following unnumbered lines continue
        self._last: dict[str, tuple[int, Node | None]] = {}  # style → (last number, parent) in this scope
        self._closing = False
        self._has_numbers = any(self._accept(_RESIDUE.sub("", row)) for row in source.splitlines())

    def parse(self) -> None:
        for line in self._lines():
            marker = self._accept(line.text)
            if marker:
                self._start(marker, line)
            else:
                self._continue(line)
        self._footer()

    # -- lines ---------------------------------------------------------------------------------------------

    def _lines(self) -> Iterator[_Line]:
        """Non-blank lines with their spans; blank lines and bookmark tags go to the residue."""
        position = 0
        for raw in self.source.splitlines(keepends=True):
            start, end = position, position + len(raw)
            position = end
            spans: list[Span] = []
            begin = start
            for tag in _RESIDUE.finditer(self.source, start, end):
                if tag.start() > begin:
                    spans.append((begin, tag.start()))
                self.residue.append(
                    Residue(tag.start(), tag.end(), "书签标记" if tag[0].startswith("[") else "字节序标记")
                )
                begin = tag.end()
            if begin < end:
                spans.append((begin, end))
            text = "".join(self.source[a:b] for a, b in spans)
            if text.strip():
                yield _Line(start, end, tuple(spans), text)
            else:
                self.residue.extend(Residue(a, b, "空行") for a, b in spans)

    # -- numbered text -------------------------------------------------------------------------------------

    def _accept(self, text: str) -> Marker | None:
        """The line's marker if its number is the one that comes next."""
        marker = marker_at(text)
        if marker is None or (marker.style.name == "bare" and not self._decimal):
            return None
        parent = self._parent_for(marker)
        if marker.prefix and not (parent and parent.marker and self._path(parent) == marker.prefix):
            return None
        if _COUNTS_ON.match(text[marker.end :]) and self._previous_cut():
            return None  # "第一、⏎二、三产业融合": a list goes on behind a page break
        last, last_parent = self._last.get(marker.style.name, (0, None))
        if marker.number == last + 1:
            return marker
        if marker.number == 1 and parent is not last_parent:
            return marker
        # One number may be missing: a misprint must not swallow the rest of the document.
        return marker if last and marker.number == last + 2 and self._previous_ended() else None

    def _path(self, node: Node) -> str:
        marker = node.marker
        assert marker is not None
        return f"{marker.prefix}.{marker.number}" if marker.prefix else str(marker.number)

    def _parent_for(self, marker: Marker) -> Node | None:
        return next((node for node in reversed(self._open) if node.rank < marker.style.rank), None)

    def _start(self, marker: Marker, line: _Line) -> None:
        while self._open and self._open[-1].rank >= marker.style.rank:
            self._open.pop()
        parent = self._open[-1] if self._open else None
        kind = marker.style.kind
        if kind is ClauseKind.CLAUSE and parent and parent.kind is ClauseKind.CLAUSE and parent.marker:
            kind = ClauseKind.ITEM if any(n.marker and n.marker.style.name == "article" for n in self._open) else kind
        node = Node(kind, parent, marker)
        node.spans.extend(line.spans)
        first = line.spans[0][0]
        node.marker_span = (first, first + marker.end)
        self.nodes.append(node)
        self._open.append(node)
        self._loose = None
        self._closing = False
        if marker.style.name == "annex":
            self._last = {"annex": (marker.number, None)}
        else:
            self._last[marker.style.name] = (marker.number, parent)

    # -- unnumbered text -----------------------------------------------------------------------------------

    def _continue(self, line: _Line) -> None:
        node = self._owner(line)
        if node not in self.nodes:
            self.nodes.append(node)
        node.spans.extend(line.spans)

    def _owner(self, line: _Line) -> Node:
        if not self._open:
            return self._front(line)
        text = line.text.strip()
        if self._closing and self._loose:
            return self._loose
        scope = self._open[0] if self._open[0].rank == 0 else None
        if scope is self._open[-1]:
            return self._annex_front(scope)
        if self._closes(text) and self._previous_ended():
            self._closing = True
            self._loose = Node(ClauseKind.CLOSING, scope, name="结语")
            return self._loose
        article = next((n for n in self._open if n.marker and n.marker.style.name == "article"), None)
        if article and self._previous_ended():
            number = 2 + sum(1 for n in self.nodes if n.parent is article and n.kind is ClauseKind.PARAGRAPH)
            while self._open[-1] is not article:
                self._open.pop()
            self._loose = Node(ClauseKind.PARAGRAPH, article, name=f"第{_chinese(number)}款")
            return self._loose
        if self._loose and self._loose.parent is article and article:
            return self._loose
        return self._open[-1]

    def _previous_ended(self) -> bool:
        """A paragraph that a page break cut in two goes on; one that ended properly does not."""
        return bool(_SENTENCE_END.search(self._previous()))

    def _previous(self) -> str:
        node = self._loose or (self._open[-1] if self._open else None)
        return self.source[slice(*node.spans[-1])].strip() if node else ""

    def _previous_cut(self) -> bool:
        """The line before stopped in mid-sentence: no end, and a comma inside, which headings do not have."""
        return not self._previous_ended() and bool(re.search(r"[，,。；;]", self._previous()))

    def _closes(self, text: str) -> bool:
        cues = [cue.match(text) for cue in CLOSING_CUES] + [text.startswith(c) for c in self._metadata.closing_cues]
        return any(cues)

    def _annex_front(self, annex: Node) -> Node:
        name = "引言" if any(n.parent is annex and n.name == "标题" for n in self.nodes) else "标题"
        if self._loose and self._loose.parent is annex and self._loose.name == name:
            return self._loose
        self._loose = Node(_UNNUMBERED[name], annex, name=name)
        return self._loose

    def _front(self, line: _Line) -> Node:
        """Text before the first number: by document.yaml's sections, else by what it looks like."""
        text = line.text.strip()
        if self._metadata.sections:
            if self._sections and text.startswith(self._sections[0].opens):
                return self._named(self._sections.pop(0).name)
            return self._loose or self._named("标题")
        if not self._has_numbers and any(node.kind is ClauseKind.PLAIN for node in self.nodes):
            return self._plain()
        if not _PROSE_END.search(text):
            seen = any(node.name == "标题" for node in self.nodes)
            return self._named("标题" if not seen or (self._loose and self._loose.name == "标题") else "文头")
        return self._named("引言") if self._has_numbers else self._plain()

    def _plain(self) -> Node:
        plain = sum(1 for node in self.nodes if node.kind is ClauseKind.PLAIN)
        self._loose = Node(ClauseKind.PLAIN, None, name=f"段{plain + 1}")
        return self._loose

    def _named(self, name: str) -> Node:
        """The unnumbered node called `name` (one of each; its text may stand in several places)."""
        found = next((n for n in self.nodes if n.name == name and n.parent is None and not n.marker), None)
        self._loose = found or Node(_UNNUMBERED[name], None, name=name)
        return self._loose

    def _footer(self) -> None:
        """Trailing lines that are web furniture leave their clause for 页脚."""
        if not self.nodes or not self._metadata.footer_cues:
            return
        node = self.nodes[-1]
        for index, (start, end) in enumerate(node.spans):
            if any(self.source[start:end].strip().startswith(cue) for cue in self._metadata.footer_cues):
                footer = Node(ClauseKind.FURNITURE, None, name="页脚", spans=node.spans[index:])
                del node.spans[index:]
                self.nodes.append(footer)
                return


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九十"
    return digits[number] if number <= 10 else f"十{digits[number - 10]}"
