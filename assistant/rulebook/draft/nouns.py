"""What a figure is of, in the clause's words: the noun before a threshold, the base of a rate, a level, an object."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from assistant.claims.marks import LIMIT_WORDS
from index.text.normalize import nfkc

_TIME: Final = r"(?:申报)?(?:当年度?|本年度?|上一?年度?|该年度|全年|单年|年度|前一年度?|首年度?|年(?=[营销产出采研主]))"
_OPENS: Final = re.compile(
    rf"^(?:对于?|在|将|且|并|同时|其中|按照?|以|其|该|属于|支持|鼓励|企业|单位|项目(?=总|投|固|设|采)|机构|{_TIME}|单个|单家|新(?=引)|累计|期间)+"
)
_WHEN: Final = re.compile(r"^[\u4e00-\u9fff]{2,6}?(?:之?后|期间|期内|时)(?=[\u4e00-\u9fff]{2})")
SHARE: Final = re.compile(
    r"(?P<part>[\u4e00-\u9fff]{2,12})占(?P<whole>[\u4e00-\u9fff]{2,12}?)的?(?:比重|比例|比率|比|百分比)$"
)
_CLOSES: Final = re.compile(
    r"(?:首次|累计|实际(?=$)|在|为|的|分别|合计|达到?|超过?|突破|满|不低于|不少于|高于|大于|每)+$"
)
_DONE: Final = re.compile(r"^(?:实际|完成|实现|已|当年|新增(?=固|设|投))+")
_MEASURE: Final = re.compile(r"(?:总额|金额|数额|额度|总价|额|费用?|部分|资金|款|数|量|次数)$")
_VERB: Final = re.compile(
    r"^.*?(?:认定为|列入|入选|获得|获评|评为|取得|通过|成为|承担|成立|创建|新认定的?|认定的|评定的?|被"
    r"|(?:主导|牵头|主持|参与)?制(?:修?订|定)|引进|聘用)"
)
_INCREASE: Final = re.compile(r"增量|增加额|增长额|增额|净增|新增部分|增加的?部分|增长的?部分|新增的?部分")
_COMPARED: Final = re.compile(
    r"(?P<what>[\u4e00-\u9fff]{2,16}?)(?:较|比|同比)(?:上一?年度?|去年|前一年度?|上年同期)?[^，。；]{0,4}?(?:增|新增|提高)"
)
LEVEL: Final = re.compile(r"国际级?|国家级?|省部级|部级|省级?|地?市级|[区县]级|省|市")


def bare(noun: str) -> str:
    """The noun without when, who and how (对企业当年实际完成设备投资 → 设备投资)."""
    text = re.sub("[（(][^（）()]*[）)]", "", noun).strip()
    if share := SHARE.search(_CLOSES.sub("", text)):  # 研发费用占营业收入的比重
        return f"{bare(share['part'])}占{bare(share['whole'])}的比重"
    text = re.split("[，,；;。：:（()）、]|(?<=[\u4e00-\u9fff])且|并(?!购)|或者?", text)[-1]
    text = _CLOSES.sub("", text)
    if "的" in text:
        behind = text.rpartition("的")[2]
        text = behind if len(behind) > 1 else text.partition("的")[0]
    before = ""
    while before != text:
        before = text
        text = _WHEN.sub("", _DONE.sub("", _OPENS.sub("", text))) or before
    return LIMIT_WORDS.sub("", text)


def core(noun: str) -> str:
    """What two names of one quantity have in common: 设备投资额 and 实际完成设备投资 are 设备投资."""
    text = bare(noun)
    shorter = _MEASURE.sub("", text)
    return shorter if len(shorter) > 1 else text


def alike(one: str, other: str) -> bool:
    """Whether two nouns name one quantity: the one's core stands in the other's, or they share most of it."""
    a, b = core(one), core(other)
    if min(len(a), len(b)) < 2:
        return a == b
    if a in b or b in a:
        return True
    pairs = {a[i : i + 2] for i in range(len(a) - 1)}
    others = {b[i : i + 2] for i in range(len(b) - 1)}
    return bool(pairs and others) and 2 * len(pairs & others) > min(len(pairs), len(others))


def increase_of(noun: str, sentence: str) -> str:
    """The quantity of which `noun` is the increase over the year before; "" where it is none."""
    said = _INCREASE.search(noun)
    compared = re.search("(?:较|比)(?:上|去|前)", sentence)
    if said is None and not (compared and re.search("增", noun)):
        return ""
    rest = re.sub(r"(?:较|比|同比).*$", "", bare(re.sub("的?部分$", "", _INCREASE.sub("", noun))))
    if len(rest) > 1:
        return rest
    match = _COMPARED.search(sentence)
    if match:
        return bare(match["what"])
    named = re.search(r"([\u4e00-\u9fff]{2,14})增量", sentence)
    return bare(named[1]) if named else ""


def growth_of(noun: str) -> str:
    """The quantity of which a percentage is the growth (研发费用较上年增长, 营业收入增幅); "" where it is none."""
    match = _GROWTH.search(noun)
    return bare(noun[: match.start()]) if match and match.start() else ""


_GROWTH: Final = re.compile("(?:较|比|同比)[^，。；]{0,6}?(?:增长?|提高)$|(?:同比)?(?:增幅|增速|增长率?)$")


def items(texts: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """The items of a list told apart, and what they have in common: (国家级, 省级), 工业设计中心."""
    if len(texts) < 2:
        return tuple(texts), ""
    texts = _completed([re.sub("的[，,]?$", "", t) for t in texts])
    head = 0
    while all(len(t) > head and t[head] == texts[0][head] for t in texts):
        head += 1
    tail = 0
    while all(len(t) - head > tail and t[-1 - tail] == texts[0][-1 - tail] for t in texts):
        tail += 1
    if tail == 1 and not _GRADE.match(texts[0][-1]):
        tail = 0  # 博士、硕士: one character in common is no noun
    shared = texts[0][len(texts[0]) - tail :] if tail else ""
    apart = [t[head : len(t) - tail] for t in texts]
    if all(ordinals := [_YEAR.search(t) for t in texts]):  # 入驻企业第一年、第二年、第三年分别…
        return tuple(m.group() for m in ordinals if m), ""
    governed = _VERB.match(texts[0])
    if governed and head < governed.end() < len(texts[0]) - tail:  # 企业引|进博士: the list begins behind the verb
        apart[0] = texts[0][governed.end() : len(texts[0]) - tail]
    longest = max(len(t) for t in apart[1:])
    if len(apart) > 2 and len({len(t) for t in apart[1:]}) == 1 and len(apart[0]) > longest and "级" not in apart[0]:
        apart[0] = apart[0][-longest:]  # 主导制定并发布国际 beside 国家 and 行业
    if len(apart[0]) > longest + 2:  # 发布国际 beside 国家, 行业: the first carries the verb of all
        governed = _VERB.match(apart[0])
        apart[0] = apart[0][governed.end() :] if governed and governed.end() < len(apart[0]) else apart[0][-longest:]
    if (kind := _GRADE.match(shared)) is not None:
        apart, shared = [t + kind.group() for t in apart], shared[kind.end() :]
    return tuple(t.strip("、，, ") for t in apart), re.split("分别|奖励|给予|补助|补贴|资助|〇", shared)[0]


_YEAR: Final = re.compile("第[一二三四五六七八九十]年(?!度)|[前后][两三四五]年")
_GRADE: Final = re.compile("级|星级|等奖|奖|类|等")
_BARE_LEVEL: Final = re.compile(r"^(?P<head>.*?)(?P<level>[\u4e00-\u9fff]{1,6}级)$")


def _completed(texts: Sequence[str]) -> Sequence[str]:
    """国家级 beside 省级工业设计中心 and 市级工业设计中心 says what they say."""
    tails = {re.sub(r"^.*?级", "", t) for t in texts if re.search("级.", t)}
    if len(tails) != 1:
        return texts
    (tail,) = tails
    return [t + tail if t.endswith("级") else t for t in texts]


def object_of(words: str) -> str:
    """What an award is for, from the stretch before its figure: 对新认定的省级智能工厂，一次性给予 → 省级智能工厂."""
    text = re.sub("[（(][^（）()]*[）)]", "", nfkc(words)).replace(",", "，").replace("〇", "").strip()
    text = re.sub("的(?:奖励|补助|补贴|给予|企业补助|企业奖励)?$", "", text)
    text = _EACH_ONE.sub("", text)
    pieces = [p.strip() for p in re.split("[，；。：:;\n]", text) if re.sub(_PAID, "", p).strip()]
    for piece in pieces:
        if _LEADS.search(piece):
            continue
        named = _VERB.sub("", piece.strip())
        named = re.sub(r"^(?:对于?|支持|鼓励|在|为|企业|单位|其(?!他)|当年|年度|新增?|首次)+", "", named.strip())
        named = re.sub("^[按以](?:照)?", "", named)
        named = re.sub(
            "^(?:牵头)?(?:开展|举办|参加|建设|购买|租用|承租|引进|发布|更换|利用|投资建设|研发|新建|组织|实施|从事|入驻)(?:的)?(?=.{3})",
            "",
            named,
        )
        named = re.sub("每(?:净?增|新增|增加|接入).*$", "", named) or named
        if len(named) > 16 and len(named.rstrip("的").rpartition("的")[2]) > 3:
            named = named.rstrip("的").rpartition("的")[2]
        named = re.sub(r"(?:的?(?:企业|单位|项目|平台|园区|机构|产品|品种|个人|主体))?的?$", "", named) or named
        named = re.sub("(?:分别|各)?(?:奖励|给予|补助|补贴)*$", "", named).strip("的、 ")
        if 2 <= len(named) <= 24:
            return named
    return ""


_LEADS: Final = re.compile("(?:下列|以下|如下)[\u4e00-\u9fff]{0,8}$")  # 获得下列资质: what it is follows
_EACH_ONE: Final = re.compile(
    r"(?:^|(?<=[，；。：]))\s*每[\u4e00-\u9fff]{0,4}?\d*[名个家人户台套件](?=[\u4e00-\u9fff]{2})"
)
_PAID: Final = re.compile(
    r"一次性|分别|每[\u4e00-\u9fff]{0,2}|给予|奖励|补助|补贴|资助|支持|配套|按照?|标准|予以|最高|不超过|\W"
)
