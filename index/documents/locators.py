"""Ids: `<document>/<locator>`.

A run of numbers that continues across several parents omits the parent (`changsha-2023/9`); a run inside one
parent carries it (`shaoxing-2025/八/（三）`). Annexes always carry their own. Ids compare after NFKC.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from index.documents.model import ClauseKind
from index.documents.numbering import ARTICLE, ROW
from index.documents.parser import Node
from index.text.normalize import nfkc


def comparable(clause_id: str) -> str:
    """The form in which ids are compared: NFKC, no blanks, so that `(十二)` typed by hand resolves."""
    return "".join(nfkc(clause_id).split())


def locators(nodes: list[Node]) -> dict[Node, str]:
    """The locator of every node, unique within the document."""
    carried = _runs_inside_one_parent(nodes)
    found: dict[Node, str] = {}
    taken: set[str] = set()
    for node in nodes:
        own = node.marker.style.locator(node.marker.text) if node.marker else node.name
        parent = node.parent
        carries = not node.marker or (node in carried and not node.marker.prefix) or node.marker.style.name == ROW
        scope = parent if carries else _annex(node)  # an annex numbers afresh whatever the style
        if scope and scope is not node:
            own = f"{found[scope]}/{own}"
        base, again = own, 2
        while own in taken:  # two runs of the same numbers: the later one says so
            own, again = f"{base}·{again}", again + 1
        taken.add(own)
        found[node] = own
    return found


def _runs_inside_one_parent(nodes: list[Node]) -> set[Node]:
    """Numbered nodes whose run of numbers lies under a single parent."""
    runs: dict[tuple[Node | None, str], list[list[Node]]] = defaultdict(list)
    for node in nodes:
        if not node.marker or node.marker.style.name in (
            ARTICLE,
            ROW,
        ):  # 第三条 runs through the document, chapter or not
            continue
        key = (_annex(node), node.marker.style.name)
        if node.marker.number == 1 or not runs[key]:
            runs[key].append([])
        runs[key][-1].append(node)
    return {node for group in runs.values() for run in group if len({id(n.parent) for n in run}) == 1 for node in run}


def _annex(node: Node) -> Node | None:
    while node.parent:
        node = node.parent
    return node if node.rank == 0 else None


def paths(nodes: list[Node]) -> dict[Node, str]:
    """The numbers on the way down to a node, as printed: 二/（三）/1., 第四条/第二款/（一）.

    It is how a person reads a place off the page, whether or not a run of numbers goes on across its parents; an
    article stands alone, and its first paragraph is 第一款 where it has several.
    """
    several = {node.parent for node in nodes if node.kind is ClauseKind.PARAGRAPH}
    found: dict[Node, str] = {}
    for node in nodes:
        own = re.sub(r"[\s*　]", "", node.marker.text) if node.marker else node.name
        own = node.marker.style.locator(own) if node.marker and node.marker.style.name in ("bracket", ROW) else own
        own = own.rstrip("、") if node.kind is ClauseKind.PART else own
        alone = node.marker is not None and node.marker.style.name == ARTICLE and not _annex(node)
        outer = "" if alone or node.parent is None else found[node.parent]
        if node.parent in several and node.kind is not ClauseKind.PARAGRAPH and outer:
            outer += "/第一款"
        found[node] = f"{outer}/{own}" if outer else own
    return found


def _upwards(node: Node) -> Iterator[Node]:
    outer: Node | None = node
    while outer:
        yield outer
        outer = outer.parent


def label(node: Node, found: dict[Node, str]) -> str:
    """How a person cites the node: 第（十二）条, 附件3第1条, 第二十四条第（二）项, 附则第（三）条."""
    locator = found[node]
    if not node.marker:
        if node.kind is ClauseKind.PARAGRAPH and node.parent:
            return found[node.parent] + node.name
        return locator.replace("/", "")
    style = node.marker.style
    own = style.label(node.marker.text)
    if node.kind is ClauseKind.ROW:
        return f"{label(node.parent, found)}{own}" if node.parent else own
    if node.kind is ClauseKind.ITEM and node.parent and node.parent.kind is not ClauseKind.PART:
        item = style.locator(node.marker.text)
        of_article = any(each.marker and each.marker.style.name == ARTICLE for each in _upwards(node.parent))
        return f"{label(node.parent, found)}第{item}项" if of_article else f"第{item}条"
    if "/" not in locator or not node.parent:
        return own
    outer = node.parent
    if outer.marker and outer.kind is ClauseKind.PART:
        return outer.marker.style.label(outer.marker.text) + own
    return label(outer, found).removesuffix("条") + own
