"""How a document is laid out around its clauses: its title, what stands before it, its signature, what follows.

The genre has one layout: (web furniture) – (letterhead, 文号) – title – (addressee, notice, signature – title of what
is issued) – preamble – clauses – signature – (annexes, web furniture). Place decides first, words second: whatever
stands before the title or behind the signature is no clause, however it is worded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.documents.numbering import Marker, marker_at

_KINDS = (
    r"条例|规定|办法|细则|意见|措施|政策|方案|计划|规划|通知|公告|通告|决定|决议|指南|要点|指引|规程|规则|标准|目录|清单|"
    r"纲要|举措|(?:[一二三四五六七八九十百]+|\d+)条|公示|函|批复|法|制度|预案|行动|标准|机制|说明|要求|倡议书"
)
_ADDED = r"(?:[（(〔\[][^（）()〔〕]{1,24}[)）〕\]])*"
_TITLE = re.compile(rf"[^。；;！？!?>|｜]{{3,110}}?(?:{_KINDS}){_ADDED}")
_NOTICE = re.compile(rf"(?:通知|公告|通告|函|公示){_ADDED}$")
_STATE = re.compile(r"征求意见|意见稿|试行|暂行|修订|修正|草案|送审|讨论稿|\d{4}年版|第[一二三四五]版")
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
DATE = rf"(?:\d{{4}}|[〇○Ｏ零一二三四五六七八九]{{4}})\s*年\s*{_N}\s*月\s*{_N}\s*日"
_DATE_LINE = re.compile(rf"\s*(?:\(|（)?{DATE}(?:\)|）)?\s*")
NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{1,16}\s?[〔\[【（(]\s?(?:19|20|１９|２０)\d\d\s?[〕\]】)）]\s?(?:第\s?)?\d{1,4}\s?号"
)
_ORG_END = (
    "政府|办公室|办公厅|局|委员会|委|厅|院|部|中心|办|署|处|银行|支行|分行|"
    "公司|协会|联合会|商会|管委会|支队|大队|总队|工会|集团"
)
ORG = re.compile(rf"[\u4e00-\u9fff、·（）() \u3000]{{2,60}}(?:{_ORG_END})(?:[（(][^（）()]{{1,12}}[)）])?")
SIGNED = re.compile(rf"(?P<org>{ORG.pattern})[ \u3000]+{DATE}\s*(?:印发|发布|公布)?")
_LETTERHEAD = re.compile(r"[\u4e00-\u9fff ]{2,40}(?:文件|公报|简报|办公室函|文\s*件)")
_ADDRESSEE = re.compile(r"[^。；]{2,400}[：:]")
_WEB = re.compile(
    r"(?:发布|发文|成文|更新|公开|生成)(?:日期|时间)|(?:信息)?来源|浏览|访问|阅读|点击|字号|字体|打印|分享|作者|编辑|索引号|主题分类|"
    r"发文机关|发布机构|公开方式|有效性|关闭|上一篇|下一篇|返回|版权|主办|承办|网站|备案|扫一扫|当前位置|首页|收藏|\d+次"
)
_BAR = re.compile(r"[>|｜]|当前位置|首页|返回|打印|字号|浏览|点击|分享到|(?:来源|日期|时间)\s*[:：]")
_BRACKETED = re.compile(r"[（(〔\[][^。]{2,80}[)）〕\]]")
_CONTENTS = re.compile(r"目\s*[录次]")
_ANNEX_LABEL = re.compile(r"附\s*[件表录]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[：:]?")
_ANNEX_LIST = re.compile(r"附\s*[件表]\s*[：:].*|附\s*[件表]\s*(?:\d{1,2}|[一二三四五六七八九十])[：:.．、\s]+\S.*")
_LISTED = re.compile(r"\s*(?:\d{1,2}\s*[.．、]|附[件表]\s*\d|[（(]\d{1,2}[)）]|《)[^。]*")
_NAMED = re.compile(r"《([^《》]{4,90})》")
_ISSUES = re.compile(r"印发|公布|发布|制定了?|现将|通过|同意|下发|出台")
_FRONT_LINES, _SIGNATURE_LINES = 80, 8


@dataclass(frozen=True, slots=True)
class Outline:
    """Non-blank lines by number.

    Attributes:
        roles: line → name of the unnumbered node it belongs to (页眉, 文头, 标题, 通知, 引言, 落款, 附件清单, 页脚).
        title: lines of the document's own title; `outer` those of the notice that issues it, where there is one.
        start: first line of the document itself; numbers before it are the notice's.
    """

    roles: dict[int, str] = field(default_factory=dict)
    title: tuple[int, ...] = ()
    outer: tuple[int, ...] = ()
    start: int = 0


def outline(lines: Sequence[str], levels: Sequence[int]) -> Outline:
    """The layout of a document's non-blank, stripped lines; `levels[i]` is the heading level the file gave line i."""
    outer = _find_title(lines, levels)
    if not outer:
        roles: dict[int, str] = {}
        _tail(lines, 0, roles)
        return Outline(roles=roles)
    inner = _issued(lines, outer)
    title = inner or outer
    roles = dict.fromkeys(title, "标题")
    for n in range(outer[0]):
        roles[n] = "文头" if _is_head(lines[n]) else "页眉"
    if inner:
        roles.update(dict.fromkeys(outer, "文头"))
        for n in range(outer[-1] + 1, inner[0]):
            head = _is_head(lines[n]) and not _DATE_LINE.fullmatch(lines[n]) and not ORG.fullmatch(lines[n])
            roles[n] = "文头" if head or _ANNEX_LABEL.fullmatch(lines[n]) else "通知"
    first = _front(lines, levels, title[-1] + 1, roles)
    _tail(lines, first, roles)
    return Outline(roles, title, outer if inner else (), title[0])


def title_text(lines: Sequence[str], title: Sequence[int]) -> str:
    """The title as one line, with what stands in brackets right below it where that is a state (征求意见稿)."""
    joined = "".join(
        lines[n] if re.search(r"[A-Za-z]\s+[A-Za-z]", lines[n]) else "".join(lines[n].split()) for n in title
    )
    below = title[-1] + 1
    if below < len(lines) and _BRACKETED.fullmatch(lines[below]) and _STATE.search(lines[below]):
        words = lines[below].strip("（）()〔〕[] ")
        if len(words) <= 16 and "公开" not in words and words not in joined:
            joined += f"（{words}）"
    return joined


def _find_title(lines: Sequence[str], levels: Sequence[int]) -> tuple[int, ...]:
    """The title's lines: of those that look like one before the text begins, the likeliest, at last the latest."""
    limit = min(len(lines), _FRONT_LINES)
    headed = [n for n in range(limit) if levels[n] == 1]
    best: tuple[float, int, tuple[int, ...]] | None = None
    for first in range(limit):
        if best and _begins(lines[first]) and first > best[2][-1]:
            break
        for length in range(1, 5):
            span = tuple(range(first, first + length))
            if span[-1] >= limit or not _may_join(lines, span):
                break
            joined = "".join("".join(lines[n].split()) for n in span)
            marked = all(n in headed for n in span)
            worded = _TITLE.fullmatch(joined) is not None
            if not (worded or (marked and len(joined) >= 4)) or _BAR.search(joined):
                continue
            score = (
                (6.0 if worded else 0.5) * marked
                + worded
                + 2 * bool(re.match(r"关于|[\u4e00-\u9fff]{2,12}?(?:省|市|州|县|区|旗|盟)", joined))
            )
            score += 2 * ("关于" in joined) - (0.1 if length > 1 else 0)
            score += 0.5 * len(re.findall(r"[\u4e00-\u9fff]", joined)) / 40
            if best is None or (score, first) > best[:2] or (span[: len(best[2])] == best[2] and score >= best[0]):
                best = (score, first, span)
    return best[2] if best else ()


def _begins(line: str) -> bool:
    """Prose, an addressee or a first number: no title stands below."""
    return bool(re.search(r"[。；]$", line)) or _starts(marker_at(line)) or bool(re.match(r"各[^。]{2,80}[：:]$", line))


def _may_join(lines: Sequence[str], span: tuple[int, ...]) -> bool:
    line = lines[span[-1]]
    if marker_at(line) or NUMBER.fullmatch(line) or _DATE_LINE.fullmatch(line) or _LETTERHEAD.fullmatch(line):
        return False
    if re.search(r"[。；：:，]$", line) or len(line) < 2 or line.startswith(("附件", "目录", "发布日期")):
        return False
    if len(span) > 1 and (_BRACKETED.fullmatch(line) or _WEB.search(line)):
        return bool(_BRACKETED.fullmatch(line) and _STATE.search(line))
    if len(span) == 2 and ORG.fullmatch(lines[span[0]]):
        return line.startswith(("关于", "印发")) or bool(ORG.fullmatch(line))
    return True


def _issued(lines: Sequence[str], outer: tuple[int, ...]) -> tuple[int, ...]:
    """The title lines of the document that a notice issues, where its text follows in the same file."""
    head = "".join("".join(lines[n].split()) for n in outer)
    names: list[str] = _NAMED.findall(head)
    for line in lines[outer[-1] + 1 : outer[-1] + 40]:
        if _ISSUES.search(line):
            names += _NAMED.findall(line)
    for name in dict.fromkeys(_fold(each) for each in names):
        for first in range(outer[-1] + 1, len(lines)):
            if span := _matches(lines, first, name):
                return span
    if not _NOTICE.search(head):
        return ()
    for n in range(outer[-1] + 1, len(lines) - 3):  # behind the notice's signature
        if not (_DATE_LINE.fullmatch(lines[n]) or SIGNED.fullmatch(lines[n])):
            continue
        for first in range(n + 1, min(n + 8, len(lines))):
            if _ANNEX_LABEL.fullmatch(lines[first]):
                continue
            for length in (1, 2, 3):
                span = tuple(range(first, first + length))
                if span[-1] >= len(lines) or not _may_join(lines, span):
                    break
                joined = "".join("".join(lines[k].split()) for k in span)
                if _TITLE.fullmatch(joined) and "表" not in joined[-3:] and _has_clauses(lines, span[-1] + 1):
                    return span
        return ()
    return ()


def _matches(lines: Sequence[str], first: int, name: str) -> tuple[int, ...]:
    joined = ""
    for n in range(first, min(first + 5, len(lines))):
        joined += _fold(lines[n])
        if joined == name or (joined.startswith(name) and re.fullmatch(_ADDED, joined[len(name) :])):
            return tuple(range(first, n + 1))
        if not name.startswith(joined):
            return ()
    return ()


def _has_clauses(lines: Sequence[str], first: int) -> bool:
    return any(_starts(marker_at(line)) for line in lines[first : first + 15])


def _fold(text: str) -> str:
    return "".join(text.split()).replace("(", "（").replace(")", "）")


def _starts(marker: Marker | None) -> bool:
    return marker is not None and marker.number == 1 and marker.style.name not in ("row", "annex", "circled")


def _is_head(line: str) -> bool:
    """Letterhead, 文号, date, addressee, an office alone on its line."""
    return bool(
        _LETTERHEAD.fullmatch(line)
        or (NUMBER.search(line) and len(line) < 60 and not re.search("[，；]|现就|现将", line))
        or SIGNED.fullmatch(line)
        or _DATE_LINE.fullmatch(line)
        or (ORG.fullmatch(line) and len(line) < 40)
        or re.match(r"(?:各|市|省|区|县|自治)[^。]{2,300}[：:]$", line)
    )


def _front(lines: Sequence[str], levels: Sequence[int], first: int, roles: dict[int, str]) -> int:
    """Roles of the lines between the title and the first number; returns the line that has it."""
    n = _contents(lines, first, roles)
    numbered = max((k for k, line in enumerate(lines) if marker_at(line)), default=-1)
    while n < len(lines):
        line = lines[n]
        marker = marker_at(line)
        if marker or (levels[n] > 1):
            break
        if _BRACKETED.fullmatch(line) and n <= first + 1 and not NUMBER.search(line) and not re.search(DATE, line):
            roles[n] = "标题"
        elif _is_head(line) or _BRACKETED.fullmatch(line) or (_WEB.search(line) and not re.search("[。；]", line)):
            roles[n] = "文头"
        elif _CONTENTS.fullmatch(line):
            n = _contents(lines, n, roles)
            continue
        elif n <= numbered:
            roles[n] = "引言"
        else:
            break
        n += 1
    return n


def _contents(lines: Sequence[str], first: int, roles: dict[int, str]) -> int:
    """A table of contents ends where its first entry comes again."""
    if first + 2 >= len(lines) or not _CONTENTS.fullmatch(lines[first]):
        return first
    entry = _fold(re.sub(r"[\s.．…·]*\d*$", "", lines[first + 1]))
    again = next((n for n in range(first + 2, min(first + 200, len(lines))) if _fold(lines[n]).startswith(entry)), None)
    if again is None or not entry:
        return first
    roles.update(dict.fromkeys(range(first, again), "文头"))
    return again


def _tail(lines: Sequence[str], first: int, roles: dict[int, str]) -> None:
    """Lists of annexes, signatures, and what stands behind them."""
    n = first
    while n < len(lines):
        if n not in roles and _ANNEX_LIST.fullmatch(lines[n]) and (end := _list_end(lines, n)):
            roles.update(dict.fromkeys(range(n, end), "附件清单"))
            n = end
            continue
        if n not in roles and (end := _signature(lines, n)):
            roles.update(dict.fromkeys(range(n, end), "落款"))
            n = _behind(lines, end, roles)
            continue
        n += 1
    for n in range(len(lines) - 1, first, -1):
        web = _WEB.search(lines[n]) and len(lines[n]) < 60 and not re.search("[。；，]", lines[n])
        if n not in roles and (not web or marker_at(lines[n])):
            break
        roles.setdefault(n, "页脚")


def _list_end(lines: Sequence[str], first: int) -> int:
    """The line behind a list of annexes; 0 where an annex itself begins."""
    own = re.sub(r"附\s*[件表]\s*\d*\s*[：:.．、]?", "", lines[first]).strip()
    end = first + 1
    while end < len(lines) and _LISTED.fullmatch(lines[end]) and len(lines[end]) < 80:
        end += 1
    if not own and end == first + 1 and end < len(lines) and not _signature(lines, end):
        return 0
    listed_next = end > first + 1 or lines[first][2:3] in "：:" or (end < len(lines) and bool(_signature(lines, end)))
    return end if listed_next else 0


def _signature(lines: Sequence[str], first: int) -> int:
    """The line behind a signature that begins at `first`: offices and a date, or at the very end offices alone."""
    if SIGNED.fullmatch(lines[first]) or _DATE_LINE.fullmatch(lines[first]):
        return first + 1
    if not ORG.fullmatch(lines[first]) or marker_at(lines[first]):
        return 0
    for n in range(first + 1, min(first + _SIGNATURE_LINES, len(lines))):
        if _DATE_LINE.fullmatch(lines[n]) or SIGNED.fullmatch(lines[n]):
            return n + 1
        if not ORG.fullmatch(lines[n]):
            return 0
    return len(lines) if len(lines) - first <= _SIGNATURE_LINES else 0


def _behind(lines: Sequence[str], first: int, roles: dict[int, str]) -> int:
    """What follows a signature is furniture until an annex begins."""
    n = first
    while n < len(lines):
        marker = marker_at(lines[n])
        if marker and marker.style.name == "annex" and not _list_end(lines, n):
            return n
        if _starts(marker) and marker and not roles.get(n) and _has_clauses(lines, n + 1):
            return n
        roles.setdefault(n, "页脚")
        n += 1
    return n
