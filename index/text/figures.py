"""The one literal parser: every way a figure is written in the policies and in people's questions.

    scan("分别给予10、20、30万元奖励")   three money figures with their places in the string
    parse("1:1.5"), parse("百分之十五"), parse("20—100万元"), parse("一亿两千万")
    format_money(Fraction(120_000_000))  "1.2亿元"

Values are exact (`Fraction`): money in yuan, percentages as fractions of one, quantities in their unit.
A token is one maximal number with its unit; a range is one token; `/千瓦时`, `/个` behind it is `per`, outside
the token. Spaces, full width and separators do not matter; offsets are those of the string given.

Not figures: names (5G, 415X, “850”工程, 500强, 十链百场万企), 〔2021〕10号, ordinals (第3条, 第二年, 前3台), dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Literal

Kind = Literal["money", "percent", "permille", "points", "ratio", "quantity", "range", "number"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in a text.

    Attributes:
        kind: `range` has `low`, `high` and the kind of its ends in `of`.
        value: the figure; of a range the upper end; of a ratio left / right.
        unit: canonical unit word (元, 千瓦时, 辆…), "" when none is written (`200万适配补助`, a bare number). A foreign
            currency is a unit of a quantity (美元): money is yuan and nothing else.
        per: what a rate per piece refers to (0.3元/千瓦时), "" when none.
        low, high: ends of a range, or both sides of a ratio.
        about: 约, 近, 多, 余, 左右 stand with it.
    """

    kind: Kind
    value: Fraction
    text: str
    start: int
    end: int
    unit: str = ""
    per: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    of: Kind | None = None
    about: bool = False


# ---- one character in, one character out: offsets stay those of the original ----------------------------------
_FOLD: Final = {
    **{0xFF01 + i: 0x21 + i for i in range(94) if chr(0xFF01 + i) not in "，"},  # of ， see `_fold`
    **str.maketrans("〇壹贰叁肆伍陆柒捌玖拾佰仟萬億俩廿\u3000\u00a0", "零一二三四五六七八九十百千万亿两二  "),
    **str.maketrans("—–−─﹣~～", "-------"),
    **str.maketrans("∶︰", "::"),
}
_DIGITS: Final = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"两": 2}
_POWERS: Final = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "w": 10_000, "W": 10_000}

_ARABIC: Final = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_CN_DIGIT: Final = "零一二两三四五六七八九"
_POWER: Final = r"(?:十|百(?!分|强|场)|千(?!瓦|克|米)|万(?!企)|亿|(?<=[\d ])[wW](?![A-Za-z]))"
_NUMBER: Final = (
    rf"(?:{_ARABIC}|[{_CN_DIGIT}]|十)"
    rf"(?:\ ?{_POWER}|(?<=[十百千万亿])\ ?{_ARABIC}(?=\ ?[百千万亿])"
    rf"|(?<=[{_CN_DIGIT}十百千万亿])(?!一[举下次跃共直起路旦并])[{_CN_DIGIT}]"
    rf"|\ ?个(?=\ ?[百千]?亿(?!级))|\ ?[多余](?=\ ?[万亿]))*"
)

# Units that are a multiple of another: 8500兆瓦时 is 850万千瓦时.
_MULTIPLES: Final = {**dict.fromkeys(("兆瓦时", "mwh", "MWh", "MWH"), ("千瓦时", 1_000))}
_UNIT_WORDS: Final[dict[str, str]] = {
    **{word: unit for word, (unit, _) in _MULTIPLES.items()},
    **dict.fromkeys(("千瓦时", "kwh", "kWh", "KWH", "KWh", "Kwh", "度电", "度"), "千瓦时"),
    **dict.fromkeys(("平方米", "平米", "㎡", "平方", "平"), "平方米"),
    **dict.fromkeys(("台(套)", "台套", "台"), "台"),
    **dict.fromkeys(("个年度", "个年头"), "年"),
    **{word: word for word in ("人次", "个月", "小时", "公里", "用户")},
    **{word: word for word in ("批次", "千瓦", "兆瓦", "蒸吨", "机架", "床位", "展位", "标箱")},
    **{
        word: word
        for word in ("美元", "欧元", "日元", "英镑", "港元", "韩元", "卢布", "新台币", "澳元", "加元", "瑞士法郎")
    },
    **dict.fromkeys(("PFLOPS", "PFlops", "P"), "P"),  # 算力: 10^15 operations a second
    **{word: word for word in ("MW", "GW", "TB", "PB", "GB", "nm", "MPa", "立方米")},
    "美金": "美元",
    "美刀": "美元",
    "港币": "港元",
    "美钞": "美元",
    **{word: word for word in "天家个辆名项年级套人户场次款件吨亩周倍届种只支座所份颗条张"},
}
_UNIT: Final = (
    "(?:"
    + "|".join(re.escape(word) for word in sorted(_UNIT_WORDS, key=len, reverse=True))
    + r")(?!(?<=[A-Za-z])[A-Za-z\d])(?!性)(?<!项(?=目))(?<!平(?=[均台安时板面衡]))"
)
_MONEY_UNIT: Final = r"(?:元(?![旦素宵器件])|块钱|块(?!链))"
_SUFFIX: Final = rf"""(?:
    \ ?(?P<percent{{n}}>%|个百分点|百分点|个点|‰)
  | \ ?(?P<more{{n}}>[多余来])?\ ?(?:(?P<money{{n}}>{_MONEY_UNIT})|(?P<unit{{n}}>{_UNIT}))
)"""

_TOKEN: Final = re.compile(
    rf"""
    (?P<ratio_a>{_ARABIC}|[{_CN_DIGIT}十])\ ?(?::|比)\ ?(?P<ratio_b>{_ARABIC}|[{_CN_DIGIT}十])
    (?![\d:.]|\ ?[{_CN_DIGIT}十百千万亿元个])
  | (?P<parts>百分之|千分之|万分之)\ ?(?P<part_number>{_NUMBER})
  | (?P<of>[二三四五六七八九十]|[1-9]\d?)分之(?P<share>[{_CN_DIGIT}十]|\d{{1,2}})
  | (?P<half>半)(?P<half_unit>年|个月|天|小时)
  | (?:(?P<half_count>[{_CN_DIGIT}\d])个)?(?P<half_power>半)个?(?P<half_size>[百千]?[万亿])(?P<half_money>元|块钱)?
  | (?P<one_half>一半)
  | (?P<double>翻倍|翻[一]?番|加倍|双倍)
  | (?P<tenths>(?:\d(?:\.\d)?|[{_CN_DIGIT}]))成(?P<tenths_more>[{_CN_DIGIT}半])?(?![立为果功本员交熟长就分效品套都])
  | (?P<fold>\d(?:\.\d)?|[{_CN_DIGIT}]{{1,2}})折(?![旧合算扣])
  | (?P<n1>{_NUMBER}){_SUFFIX.format(n="1")}?
    (?:\ ?(?P<dash>-{{1,2}}|至|到)\ ?(?P<n2>{_NUMBER}){_SUFFIX.format(n="2")}?)?
    """,
    re.VERBOSE,
)
_DATE: Final = re.compile(
    rf"(?<!\d)(?:(?:19|20)\d\d|[一二][九零][{_CN_DIGIT}]{{2}})\ ?(?:-\ ?(?:19|20)\d\d\ ?)?年"
    r"(?:度|\d{1,2}月(?:\d{1,2}[日号])?)?"
    r"|(?<!\d)(?:19|20)\d\d(?:[-/]\d{1,2}(?:[-/]\d{1,2})?|\.\d{1,2}\.\d{1,2})(?!\d)"
    r"|(?<!\d)\d{1,2}月(?:\d{1,2}[日号])?|(?<!\d)\d{1,2}:\d\d(?::\d\d)?(?![\d.])"
)
_LONGEST: Final = 60
_PER: Final = re.compile(rf"\ ?/\ ?({_UNIT})")
_ABOUT_BEFORE: Final = re.compile(r"(?:大概|差不多|将近|接近|大约|约|近)$")
_ABOUT_AFTER: Final = re.compile(r"[多余](?!少)|左右|上下|出头")
_ELIDED: Final = re.compile(rf"(?:(?<![A-Za-z\d.第])|^)({_ARABIC})\ ?[、/]\ ?$")


def scan(text: str, *, bare: bool = False) -> list[Figure]:
    """All figures of `text` in reading order, not overlapping.

    `bare=True` also returns numbers without magnitude and unit (kind `number`), which in running text are
    mostly names and item numbers.
    """
    folded = _fold(text)
    dates = [match.span() for match in _DATE.finditer(folded)]
    found: list[Figure] = []
    position = 0
    while match := _TOKEN.search(folded, position):
        overlap = next((end for start, end in dates if start < match.end() and match.start() < end), None)
        if overlap is not None:
            position = max(overlap, match.start() + 1)
            continue
        try:
            figure = _figure(text, folded, match, bare=bare)
        except ValueError:  # a run of digits as long as no figure
            position = match.end()
            continue
        if figure is None:
            position = _skip(match)
            continue
        found.append(figure)
        position = figure.end
    return _inherit(text, folded, found)


def _fold(text: str) -> str:
    """One character for one. A full-width comma between three full-width digits parts thousands (１，０００)."""
    folded = _WIDE_THOUSANDS.sub(",", text)
    return folded.translate(_FOLD)


_WIDE_THOUSANDS: Final = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


def parse(literal: str) -> Figure:
    """The one figure that `literal` is.

    Raises:
        ValueError: it is not exactly one figure (Chinese message).
    """
    stripped = literal.strip()
    figures = scan(stripped, bare=True)
    if len(figures) == 1 and figures[0].start == 0:
        rest = stripped[figures[0].end :].strip()
        if not rest or (figures[0].per and re.fullmatch(r"[/／]\s?[^\d、，。]{1,8}", rest)):
            return figures[0]
    raise ValueError(f"“{literal}”不是一个数字（如 50万元、15%、1:1.5、20—100万元、180天）")


def format_money(yuan: Fraction | int) -> str:
    """Yuan as policy people write it: 25万元, 1.2亿元, 3500万元, 0.15元. Fractions of a cent are rounded."""
    value = Fraction(yuan)
    if value < 0:
        return "-" + format_money(-value)
    for size, unit in ((100_000_000, "亿元"), (10_000, "万元")):
        if value >= size and (value * 10_000 / size).denominator == 1:
            return _decimal(value / size, 4) + unit
    return _decimal(value, 2) + "元"


def format_percent(rate: Fraction) -> str:
    """A rate as a percentage, at most four decimals: 24%, 0.5%, 33.3333%, -5%."""
    if rate < 0:
        return "-" + format_percent(-rate)
    return _decimal(rate * 100, 4) + "%"


def _decimal(value: Fraction, places: int) -> str:
    scaled = (value * 10**places * 2 + 1) // 2  # half up
    whole, rest = divmod(int(scaled), 10**places)
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".") if rest else str(whole)


def number(text: str) -> Fraction:
    """A number as written, Arabic, Chinese or mixed: 3,500万, 一亿两千万, 1亿5000万, 两万五.

    Raises:
        ValueError: it is longer than any figure.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"“{text[:20]}…”有 {len(text)} 位，不是一个数字")
    tokens = re.findall(rf"{_ARABIC}|[{_CN_DIGIT}]|[十百千万亿wW]", _fold(text))
    total, section, current = Fraction(0), Fraction(0), None
    last_power, zero = 1, False
    for token in tokens:
        power = _POWERS.get(token)
        if power is None:
            digit = Fraction(_DIGITS[token]) if token in _DIGITS else Fraction(token.replace(",", ""))
            zero = zero or (token == "零" and last_power > 1)
            current = digit if current is None else current * 10 + digit
            continue
        if power < 10_000:
            section += (1 if current is None else current) * power
        elif power == 10_000:
            total += (section + (current or 0)) * power
            section = Fraction(0)
        else:
            total = (total + section + (current or 0)) * power
            section = Fraction(0)
        current, last_power, zero = None, power, False
    if current is not None:
        # 一亿二 = 1.2亿, 两百五 = 250: a lone last digit counts in tenths of the unit before it.
        spoken = last_power > 10 and not zero and tokens[-1] in _DIGITS and len(tokens) > 1
        section += current * last_power / 10 if spoken else current
    return total + section


def _magnitude(text: str) -> int:
    """The powers a number ends with: 3千万 → 10^7; 1 where it ends with a digit."""
    product = 1
    for char in reversed(text.rstrip()):
        if char not in _POWERS:
            break
        product *= _POWERS[char]
    return product


def _skip(match: re.Match[str]) -> int:
    """Where to go on after something that is no figure: behind its first number, never inside it."""
    group = next((name for name in ("n1", "ratio_a", "tenths", "fold") if match.group(name)), None)
    return max(match.end(group) if group else match.end(), match.start() + 1)


def _figure(text: str, folded: str, match: re.Match[str], *, bare: bool) -> Figure | None:
    start, end = match.span()
    whole = text[start:end]
    before = folded[:start]
    if match["ratio_a"]:
        left, right = number(match["ratio_a"]), number(match["ratio_b"])
        if right == 0 or re.search(r"[\dA-Za-z:.第]$", before):
            return None
        return Figure("ratio", left / right, whole, start, end, low=left, high=right)
    if match["parts"]:
        size = {"百": 100, "千": 1_000, "万": 10_000}[match["parts"][0]]
        kind: Kind = "permille" if size == 1_000 else "percent"
        return Figure(kind, number(match["part_number"]) / size, whole, start, end, unit="%")
    if match["of"]:  # 三分之二
        return Figure("percent", number(match["share"]) / number(match["of"]), whole, start, end, unit="%")
    if match["half"]:
        return Figure("quantity", Fraction(1, 2), whole, start, end, unit=match["half_unit"])
    if match["half_power"]:
        whole_ones = number(match["half_count"]) if match["half_count"] else Fraction(0)  # 一个半亿
        value = (whole_ones + Fraction(1, 2)) * _magnitude(match["half_size"])
        return Figure("money", value, whole, start, end, unit="元")
    if match["double"]:
        return Figure("quantity", Fraction(2), whole, start, end, unit="倍")
    if match["one_half"]:
        return Figure("percent", Fraction(1, 2), whole, start, end, unit="%")
    if match["tenths"] or match["fold"]:
        if re.search(r"[\dA-Za-z.]$", before):
            return None
        more = match["tenths_more"] or ""
        extra = Fraction(1, 20) if more == "半" else Fraction(_DIGITS.get(more, 0), 100)
        digits = match["tenths"] or match["fold"]
        scale = 100 if len(digits) == 2 and digits[0] in _DIGITS else 10
        return Figure("percent", number(digits) / scale + extra, whole, start, end, unit="%")
    return _plain(text, folded, match, bare=bare)


def _plain(text: str, folded: str, match: re.Match[str], *, bare: bool) -> Figure | None:
    """A number with its unit, or a range of two."""
    before = folded[: match.start()]
    year = match["n1"][0] in _CN_DIGIT and re.search(r"(?:19|20)\d\d$", before) is not None  # 2025、2026两年
    latin = re.search(r"[A-Za-z]\ ?$", before) is not None and match["n1"][0].isascii()  # A3 is a name, FDA两个 a count
    if latin or (re.search(r"(?:[\d.第〔^]|附件)\ ?$", before) and not year) or _quoted_name(folded, match):
        return None
    if re.match(r"[一二三四五六七八九]{2}[十百千万亿]", match["n1"]):
        return None  # 二三十家: no number
    first = _end(text, folded, match, "1", bare=bare)
    if match["dash"] is None:
        return first
    second = _end(text, folded, match, "2", bare=bare)
    dashed = match["dash"].startswith("-")
    if second is None or (not dashed and re.search(r"[从由]\ ?$", before)):
        return first
    if first is None or (first.unit == "" and first.kind != second.kind):
        inherits = re.fullmatch(rf"{_ARABIC}|[{_CN_DIGIT}十]", match["n1"]) is not None
        low = number(match["n1"]) * (_magnitude(match["n2"]) if inherits else 1)
        low *= {"percent": Fraction(1, 100), "permille": Fraction(1, 1000)}.get(second.kind, Fraction(1))
    elif first.kind == second.kind:
        low = first.value
    else:
        return first
    if low >= second.value:
        return first or second
    span = (match.start(), second.end)
    return replace(
        second, kind="range", of=second.kind, text=text[slice(*span)], start=span[0], end=span[1], low=low,
        high=second.value,
    )  # fmt: skip


def _quoted_name(folded: str, match: re.Match[str]) -> bool:
    """“850”工程, ‘4151’: a number alone in quotation marks is a name."""
    after = folded[match.end() : match.end() + 1]
    return folded[max(match.start() - 1, 0) : match.start()] in tuple("“‘\"'") and after in tuple("”’\"'")


def _end(text: str, folded: str, match: re.Match[str], which: str, *, bare: bool) -> Figure | None:
    """One number with its suffix (`which` of the two a range has)."""
    written = match[f"n{which}"]
    start = match.start(f"n{which}")
    percent, money, unit = match[f"percent{which}"], match[f"money{which}"], match[f"unit{which}"]
    group = f"percent{which}" if percent else f"money{which}" if money else f"unit{which}" if unit else f"n{which}"
    end = match.end(group)
    value = number(written)
    about = bool(
        _ABOUT_BEFORE.search(folded[:start])
        or _ABOUT_AFTER.match(folded, end)
        or match[f"more{which}"]
        or re.search("[多余]", written)
    )
    figure = Figure("number", value, text[start:end], start, end, about=about)
    if percent:
        kind: Kind = "permille" if percent == "‰" else "percent" if percent == "%" else "points"
        return replace(figure, kind=kind, value=value / (1000 if percent == "‰" else 100), unit="%")
    if money:
        return replace(figure, kind="money", unit="元", per=_per(folded, end))
    if unit:
        if unit == "年" and folded[end : end + 1] in ("级", "度"):
            return None
        within = re.match(r"[之以]?内", folded[end:])  # 验收后30天内 is a term, 后3年 is not
        if re.search(r"(?<![以之此目当提])[前后]\ ?$", folded[:start]) and not within:
            return None
        times = _MULTIPLES[unit][1] if unit in _MULTIPLES else 1
        return replace(figure, kind="quantity", unit=_UNIT_WORDS[unit], value=value * times)
    if re.search(rf"[万亿wW][ {_CN_DIGIT}]?$|亿.*千$", written):
        return replace(figure, kind="money", per=_per(folded, end))
    named = re.match(r"\ ?[A-Za-z]", folded[end:]) is not None
    return figure if bare and not named else None


def _per(folded: str, end: int) -> str:
    match = _PER.match(folded, end)
    return _UNIT_WORDS[match.group(1)] if match else ""


_LEAST_LISTED = 100  # 450万、一个200万: a small count of things gives the sum before it no unit


def _inherit(text: str, folded: str, found: list[Figure]) -> list[Figure]:
    """Lists that write the unit once: `10、20、30万元`, `12万、15万辆`, `2、3、4级`."""
    result: list[Figure] = []
    for figure in reversed(found):
        follower = result[-1] if result else None
        if follower is not None and figure.end > follower.start:
            continue  # a bare number that a list already took over
        if (
            follower is not None and figure.kind == "money" and figure.unit == "" and follower.kind == "quantity"
            and folded[figure.end : follower.start].strip() in ("、", "/") and follower.value >= _LEAST_LISTED
        ):  # fmt: skip
            figure = replace(figure, kind="quantity", unit=follower.unit)
        result.append(figure)
        factor = _factor(figure)
        while factor is not None and (match := _ELIDED.search(folded[: result[-1].start])):
            start, end = match.span(1)
            if folded[:start].rpartition("\n")[2].strip() == "":
                break  # `1、5000万元` at a line start is an item number
            value = number(match.group(1)) * factor
            result.append(replace(figure, value=value, text=text[start:end], start=start, end=end, about=False))
    return result[::-1]


def _factor(figure: Figure) -> Fraction | None:
    """What a bare number before `、` is multiplied by to mean the same unit as `figure`; None: nothing to inherit."""
    if figure.kind in ("range", "ratio", "number"):
        return None
    if figure.kind in ("percent", "points"):
        return Fraction(1, 100)
    if figure.kind == "permille":
        return Fraction(1, 1000)
    written = re.match(_NUMBER, figure.text.translate(_FOLD))
    return Fraction(_magnitude(written.group())) if written else None
