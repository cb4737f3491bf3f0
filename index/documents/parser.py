"""source.txt → nodes and residue that together are exactly the source.

Line by line: a line that opens with the *next* number of a style starts a node, any other line belongs to
what is open. Asking for the next number is what keeps `三、四、五星级`, `1.1万亿元` or a cross-reference at a
line's start from becoming a heading. Nothing is ever dropped: what fits no style continues its clause or
becomes a plain node.
"""

from __future__ import annotations

import re

from index.documents.metadata import Metadata
from index.documents.model import ClauseKind, Residue
from index.documents.nodes import Node, SourceLine, ranks, texts_and_levels
from index.documents.numbering import ARTICLE, ROW, Marker, marker_at
from index.documents.outline import Outline, outline
from index.documents.said import Line, SelfDescription, plain_digits
from index.documents.self_description import describe
from index.documents.source_lines import read_lines
from index.intake.word_numbers import chinese

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
    "附件清单": ClauseKind.FRONT_MATTER,
    "落款": ClauseKind.FRONT_MATTER,
}
# A number further on than the next is taken where the line before had ended; up to here it is a gap, not a figure.
LONGEST_GAP = 10
_HEADING_RANK = 0.5  # unnumbered headings hold whatever is numbered below them
_PROSE_END = re.compile(r"[。！？；：:;]$")
_COUNTS_ON = re.compile(r"[一二三四五六七八九十]")
_SENTENCE_END = re.compile(r"[。！？；：:;.…”）)]\s*$")


class Parser:
    """Parses one source. `nodes` come out in reading order; their spans and `residue` partition the source."""

    def __init__(self, source: str, metadata: Metadata) -> None:
        self.source = source
        self.nodes: list[Node] = []
        self.residue: list[Residue] = []
        self.problems: list[str] = []
        self._metadata = metadata
        self._sections = list(metadata.sections)
        self._decimal = bool(re.search(r"(?m)^\s*\d{1,2}\.\d{1,2}[\s　]", source))
        self._open: list[Node] = []  # containers from the outermost to the innermost
        self._loose: Node | None = None  # unnumbered node that following unnumbered lines continue
        self._last: dict[str, tuple[int, Node | None]] = {}  # style → (last number, parent) in this scope
        self._closing = False
        self._counted: dict[int, int] = {}  # paragraphs by article, plain nodes under 0
        self._before = ""  # the line before
        self._lines = list(read_lines(source, self.residue))
        # A person's own sections come before what the layout suggests.
        self.outline = Outline() if metadata.sections else outline(*texts_and_levels(self._lines))
        self._ranks = ranks(self._lines[self.outline.start :])
        self._has_numbers = any(self._accept(line.text) for line in self._lines)

    def parse(self) -> None:
        for n, line in enumerate(self._lines):
            role = self.outline.roles.get(n)
            if n == self.outline.start:
                self._open, self._last, self._loose = [], {}, None
            if role and not (role == "通知" and self._in_notice(line)):
                self._assign(self._in_scope(role), line)
            elif marker := self._accept(line.text):
                self._start(marker, line)
            elif line.level > 1:
                self._head(line)
            else:
                self._assign(self._owner(line), line)
            self._before = line.text.strip()
        self._footer()

    def describe(self) -> SelfDescription:
        """What the text says of its document."""
        texts, levels = texts_and_levels(self._lines)
        laid_out = self.outline if self.outline.title else outline(texts, levels)
        lines = [
            Line(plain_digits(text), line.spans[0][0] + len(line.text) - len(line.text.lstrip()))
            for text, line in zip(texts, self._lines, strict=True)
        ]
        return describe(lines, laid_out)

    def _in_notice(self, line: SourceLine) -> bool:
        """A notice's own points are nodes below it."""
        marker = self._accept(line.text)
        if marker is None:
            return False
        notice = self._named("通知")
        if not notice.spans:
            return False
        if not self._open:
            notice.rank, self._open = 0, [notice]
        return True

    def _in_scope(self, role: str) -> Node:
        """The node called `role`: one for the document, and one for each annex that has a signature of its own."""
        scope = self._open[0] if self._open and self._open[0].rank == 0 and self._open[0].marker else None
        if role in ("落款", "附件清单", "页脚") and scope is None:
            self._open = []
        if self._loose and self._loose.name == role and self._loose.parent is scope:
            return self._loose
        found = next((n for n in self.nodes if n.name == role and n.parent is scope and not n.marker), None)
        self._loose = found or Node(_UNNUMBERED[role], scope, name=role)
        return self._loose

    def _assign(self, node: Node, line: SourceLine) -> None:
        if not node.spans:  # its first line
            self.nodes.append(node)
        node.spans.extend(line.spans)

    # -- numbered text -------------------------------------------------------------------------------------

    def _accept(self, text: str) -> Marker | None:
        """The line's marker if its number is the one that comes next."""
        marker = marker_at(text)
        if marker is None or (marker.style.name == "bare" and not self._decimal):
            return None
        if marker.style.name == ROW:
            return marker
        parent = self._parent_for(marker)
        if marker.prefix and not (parent and parent.marker and self._path(parent) == marker.prefix):
            return None
        if _COUNTS_ON.match(text[marker.end :]) and self._previous_cut():
            return None  # "第一、⏎二、三产业融合": a list goes on behind a page break
        last, last_parent = self._last.get(marker.style.name, (0, None))
        if marker.number == last + 1 or (marker.style.name == "annex" and last < marker.number <= LONGEST_GAP):
            return marker
        if marker.number == 1 and (parent is not last_parent or (last > 1 and self._previous_ended())):
            return marker
        # Numbers may be missing: a misprint must not swallow the rest of the document.
        return marker if last and last + 1 < marker.number <= last + LONGEST_GAP and self._previous_ended() else None

    def _path(self, node: Node) -> str:
        marker = node.marker
        assert marker is not None
        return f"{marker.prefix}.{marker.number}" if marker.prefix else str(marker.number)

    def _parent_for(self, marker: Marker) -> Node | None:
        return next((node for node in reversed(self._open) if node.rank < self._rank(marker)), None)

    def _rank(self, marker: Marker) -> float:
        return self._ranks.get(marker.style.name, marker.style.rank)

    def _start(self, marker: Marker, line: SourceLine) -> None:
        rank = self._rank(marker)
        while self._open and (self._open[-1].rank >= rank or (line.level and self._open[-1].level >= line.level)):
            self._open.pop()
        parent = self._open[-1] if self._open else None
        kind = marker.style.kind
        if kind is ClauseKind.CLAUSE and any(n.marker and n.marker.style.name == ARTICLE for n in self._open):
            kind = ClauseKind.ITEM
        if kind is ClauseKind.PART and any(n.kind is ClauseKind.CLAUSE for n in self._open):
            kind = ClauseKind.ITEM  # 一、 below an article
        node = Node(kind, parent, marker, rank=rank, level=line.level)
        node.spans.extend(line.spans)
        first = line.spans[0][0]
        node.marker_span = (first, first + marker.end)
        self.nodes.append(node)
        self._loose = None
        self._closing = False
        if marker.style.name == ROW:
            return
        self._open.append(node)
        last, _ = self._last.get(marker.style.name, (0, None))
        if last and marker.number > last + 1:
            printed = marker.style.locator(marker.text)
            self.problems.append(f"编号不连续：{printed}之前缺 {marker.number - last - 1} 个编号")
        if marker.style.name == "annex":
            self._last = {"annex": (marker.number, None)}
        else:
            self._last[marker.style.name] = (marker.number, parent)

    def _head(self, line: SourceLine) -> None:
        """A heading without a number holds what follows, down to the next heading of its level."""
        while self._open and (self._open[-1].level >= line.level or (not self._open[-1].level and self._open[-1].rank)):
            self._open.pop()
        parent = self._open[-1] if self._open else None
        node = Node(ClauseKind.PART, parent, name=line.text.strip()[:24], rank=_HEADING_RANK, level=line.level)
        node.spans.extend(line.spans)
        self.nodes.append(node)
        self._open.append(node)
        self._loose, self._closing = None, False

    # -- unnumbered text -----------------------------------------------------------------------------------

    def _owner(self, line: SourceLine) -> Node:
        if not self._open:
            return self._front(line)
        text = line.text.strip()
        if self._closing and self._loose:
            return self._loose
        scope = self._open[0] if self._open[0].rank == 0 else None
        if scope and scope is self._open[-1]:
            return self._annex_front(scope) if scope.marker else scope
        article = next((n for n in self._open if n.marker and n.marker.style.name == ARTICLE), None)
        if not article and self._closes(text) and self._previous_ended():
            self._closing = True
            self._loose = Node(ClauseKind.CLOSING, scope, name="结语")
            return self._loose
        if article and self._previous_ended():
            number = self._counted[id(article)] = self._counted.get(id(article), 1) + 1
            while self._open[-1] is not article:
                self._open.pop()
            self._loose = Node(ClauseKind.PARAGRAPH, article, name=f"第{chinese(number)}款", rank=article.rank + 0.01)
            self._open.append(self._loose)  # items behind it are its own
            return self._loose
        return self._open[-1]

    def _previous_ended(self) -> bool:
        """A paragraph that a page break cut in two goes on; one that ended properly does not."""
        return bool(_SENTENCE_END.search(self._before))

    def _previous_cut(self) -> bool:
        """The line before stopped in mid-sentence: no end, and a comma inside, which headings do not have."""
        return not self._previous_ended() and bool(re.search(r"[，,。；;]", self._before))

    def _closes(self, text: str) -> bool:
        cues = [cue.match(text) for cue in CLOSING_CUES] + [text.startswith(c) for c in self._metadata.closing_cues]
        return any(cues)

    def _annex_front(self, annex: Node) -> Node:
        (start, end), marked = annex.spans[0], annex.marker.end if annex.marker else 0
        titled = bool(self.source[start + marked : end].strip(" ：:\u3000\r\n"))
        titled = titled or any(n.parent is annex and n.name == "标题" for n in self.nodes)
        name = "引言" if titled else "标题"
        if not (self._loose and self._loose.parent is annex and self._loose.name == name):
            self._loose = Node(_UNNUMBERED[name], annex, name=name)
        return self._loose

    def _front(self, line: SourceLine) -> Node:
        """Text before the first number: by document.yaml's sections, else by what it looks like."""
        text = line.text.strip()
        if self._metadata.sections:
            if self._sections and text.startswith(self._sections[0].opens):
                return self._named(self._sections.pop(0).name)
            return self._loose or self._named("标题")
        if not self._has_numbers and 0 in self._counted:
            return self._plain()
        if not _PROSE_END.search(text):
            seen = any(node.name == "标题" for node in self.nodes)
            return self._named("标题" if not seen or (self._loose and self._loose.name == "标题") else "文头")
        return self._named("引言") if self._has_numbers else self._plain()

    def _plain(self) -> Node:
        self._counted[0] = self._counted.get(0, 0) + 1
        self._loose = Node(ClauseKind.PLAIN, None, name=f"段{self._counted[0]}")
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
