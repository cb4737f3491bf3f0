"""The words of a document's frame: what a title, an office, a date, a list of annexes, web furniture look like."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.documents.numbering import Marker, marker_at

KINDS = (
    r"条例|规定|办法|细则|意见|措施|政策|方案|计划|规划|通知|公告|通告|决定|决议|指南|要点|指引|规程|规则|标准|目录|清单|"
    r"纲要|举措|(?:[一二三四五六七八九十百]+|\d+)条|公示|函|批复|法|制度|预案|行动|标准|机制|说明|要求|倡议书"
)
ADDED = r"(?:[（(〔\[][^（）()〔〕]{1,24}[)）〕\]])*"
TITLE = re.compile(rf"[^。；;！？!?>|｜]{{3,110}}?(?:{KINDS}){ADDED}")
NOTICE = re.compile(rf"(?:通知|公告|通告|函|公示){ADDED}$")
STATE = re.compile(r"征求意见|意见稿|试行|暂行|修订|修正|草案|送审|讨论稿|\d{4}年版|第[一二三四五]版")
N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
DATE = rf"(?:\d{{4}}|[〇○Ｏ零一二三四五六七八九]{{4}})\s*年\s*{N}\s*月\s*{N}\s*日"
DATE_LINE = re.compile(rf"\s*(?:\(|（)?{DATE}(?:\)|）)?\s*")
NUMBER = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{1,16}\s?[〔\[【（(]\s?(?:19|20|１９|２０)\d\d\s?[〕\]】)）]\s?(?:第\s?)?\d{1,4}\s?号"
)
ORG_END = (
    "政府|办公室|办公厅|局|委员会|委|厅|院|部|中心|办|署|处|银行|支行|分行|"
    "公司|协会|联合会|商会|管委会|支队|大队|总队|工会|集团"
)
ORG = re.compile(rf"[\u4e00-\u9fff、·（）() \u3000]{{2,60}}(?:{ORG_END})(?:[（(][^（）()]{{1,12}}[)）])?")
SIGNED = re.compile(rf"(?P<org>{ORG.pattern})[ \u3000]+{DATE}\s*(?:印发|发布|公布)?")
LETTERHEAD = re.compile(r"[\u4e00-\u9fff ]{2,40}(?:文件|公报|简报|办公室函|文\s*件)")
ADDRESSEE = re.compile(r"[^。；]{2,400}[：:]")
WEB = re.compile(
    r"(?:发布|发文|成文|更新|公开|生成)(?:日期|时间)|(?:信息)?来源|浏览|访问|阅读|点击|字号|字体|打印|分享|作者|编辑|索引号|主题分类|"
    r"发文机关|发布机构|公开方式|有效性|关闭|上一篇|下一篇|返回|版权|主办|承办|网站|备案|扫一扫|当前位置|首页|收藏|\d+次"
)
BAR = re.compile(r"[>|｜]|当前位置|首页|返回|打印|字号|浏览|点击|分享到|(?:来源|日期|时间)\s*[:：]")
BRACKETED = re.compile(r"[（(〔\[][^。]{2,80}[)）〕\]]")
CONTENTS = re.compile(r"目\s*[录次]")
ANNEX_LABEL = re.compile(r"附\s*[件表录]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*[：:]?")
ANNEX_LIST = re.compile(r"附\s*[件表]\s*[：:].*|附\s*[件表]\s*(?:\d{1,2}|[一二三四五六七八九十])[：:.．、\s]+\S.*")
LISTED = re.compile(r"\s*(?:\d{1,2}\s*[.．、]|附[件表]\s*\d|[（(]\d{1,2}[)）]|《)[^。]*")
NAMED = re.compile(r"《([^《》]{4,90})》")
ISSUES = re.compile(r"印发|公布|发布|制定了?|现将|通过|同意|下发|出台")


def has_clauses(lines: Sequence[str], first: int) -> bool:
    return any(starts(marker_at(line)) for line in lines[first : first + 15])


def fold(text: str) -> str:
    return "".join(text.split()).replace("(", "（").replace(")", "）")


def starts(marker: Marker | None) -> bool:
    return marker is not None and marker.number == 1 and marker.style.name not in ("row", "annex", "circled")
