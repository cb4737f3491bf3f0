"""The numbers that Word prints before a paragraph and keeps out of its text.

A paragraph says only "level 2 of list 7"; what stands on paper follows from the list's pattern (`%1.%2`), the
formats of its levels and the paragraphs before. Source: ECMA-376 part 1, 17.9 (numbering).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FORMAL = str.maketrans("〇一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    pattern: str = ""
    suffix: str = "tab"
    restarts: bool = True
    legal: bool = False


@dataclass(slots=True)
class _List:
    """An abstract list with its levels and how far it has counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counted: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)
    styles: dict[str, int] = field(default_factory=dict)  # paragraph style → level


class WordNumbers:
    """Counts along: ask once for every paragraph, in reading order."""

    def __init__(self, document: Any) -> None:
        self._lists: dict[str, _List] = {}
        self._nums: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._styles = {style.get(f"{W}styleId"): style for style in document.styles.element.findall(f"{W}style")}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError):  # a document without lists has no such part
            return
        links: dict[str, str] = {}
        for abstract in root.findall(f"{W}abstractNum"):
            name = abstract.get(f"{W}abstractNumId")
            self._lists[name] = _read_list(abstract)
            link = abstract.find(f"{W}numStyleLink")
            if link is not None:
                links[name] = link.get(f"{W}val")
        for num in root.findall(f"{W}num"):
            self._read_num(num)
        for name, style_id in links.items():  # the levels stand in the list that the style names
            linked, _ = self._of_style(style_id)
            if linked and self._nums.get(linked, name) != name:
                self._lists[name] = self._lists[self._nums[linked]]

    def of(self, paragraph: Any) -> str:
        """What Word prints before the paragraph's text (an lxml `w:p`), "" where it is not numbered."""
        num, level = self._list_of(paragraph)
        counting = self._lists.get(self._nums.get(num or "", ""))
        if num is None or counting is None or level >= _LEVELS:
            return ""
        self._restart(num, counting)
        spec = counting.levels.get(level, _Level())
        before = counting.counted[level]
        counting.counted[level] = spec.start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            if counting.levels.get(deeper, _Level()).restarts:
                counting.counted[deeper] = None
        if spec.format == "bullet":
            return ""
        printed = re.sub(r"%([1-9])", lambda m: _printed(counting, int(m[1]) - 1, spec), spec.pattern)
        return printed + (" " if printed and spec.suffix != "nothing" and printed[-1] not in "、）)." else "")

    def _restart(self, num: str, counting: _List) -> None:
        for level, start in self._overrides.pop(num, {}).items():
            counting.counted[level] = start - 1
            for deeper in range(level + 1, _LEVELS):
                counting.counted[deeper] = None

    def _read_num(self, num: Any) -> None:
        name = num.get(f"{W}numId")
        self._nums[name] = num.find(f"{W}abstractNumId").get(f"{W}val")
        starts: dict[int, int] = {}
        for override in num.findall(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if start is not None:
                starts[int(override.get(f"{W}ilvl"))] = int(start.get(f"{W}val"))
        if starts:
            self._overrides[name] = starts

    def _list_of(self, paragraph: Any) -> tuple[str | None, int]:
        properties = paragraph.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle") if properties is not None else None
        of_style = self._of_style(style.get(f"{W}val")) if style is not None else (None, 0)
        own = properties.find(f"{W}numPr") if properties is not None else None
        if own is None:
            return of_style
        num, level = _num_pr(own)
        if num == "0":
            return None, 0
        return num or of_style[0], level if level is not None else of_style[1]

    def _of_style(self, style_id: str) -> tuple[str | None, int]:
        """List and level that a style gives its paragraphs, its own or of the styles it is based on."""
        first = style_id
        for _ in range(10):
            style = self._styles.get(style_id)
            if style is None:
                break
            found = style.find(f"{W}pPr/{W}numPr")
            if found is not None:
                num, level = _num_pr(found)
                if num and num != "0":
                    by_style = self._lists.get(self._nums.get(num, ""), _List()).styles
                    return num, level if level is not None else by_style.get(first, by_style.get(style_id, 0))
                return None, 0
            based = style.find(f"{W}basedOn")
            if based is None:
                break
            style_id = based.get(f"{W}val")
        return None, 0


def _num_pr(element: Any) -> tuple[str | None, int | None]:
    num, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    return (
        num.get(f"{W}val") if num is not None else None,
        int(level.get(f"{W}val")) if level is not None else None,
    )


def _read_list(abstract: Any) -> _List:
    found = _List()
    for element in abstract.findall(f"{W}lvl"):
        place = int(element.get(f"{W}ilvl"))
        values = {child.tag.removeprefix(W): child.get(f"{W}val") for child in element}
        found.levels[place] = _Level(
            start=int(values.get("start") or 1),
            format=values.get("numFmt") or "decimal",
            pattern=values.get("lvlText") or "",
            suffix=values.get("suff") or "tab",
            restarts=values.get("lvlRestart") != "0",
            legal="isLgl" in values and values["isLgl"] not in ("0", "false"),
        )
        if values.get("pStyle"):
            found.styles[values["pStyle"] or ""] = place
    return found


def _printed(counting: _List, level: int, of: _Level) -> str:
    spec = counting.levels.get(level, _Level())
    number = counting.counted[level]
    number = spec.start if number is None else number
    return written(number, "decimal" if of.legal and spec.format != "decimal" else spec.format)


def written(number: int, form: str) -> str:
    """A number in one of Word's formats; what the genre never uses comes out as digits."""
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"):
        return chinese(number)
    if form in ("ideographDigital", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if form == "chineseLegalSimplified":
        return chinese(number).translate(_FORMAL)
    if form == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if form.startswith("decimalEnclosedCircle"):
        return chr(0x245F + number) if 1 <= number <= 20 else str(number)
    if form == "decimalEnclosedParen":
        return chr(0x2473 + number) if 1 <= number <= 20 else f"({number})"
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.lower() if form == "lowerRoman" else roman
    return "" if form == "none" else str(number)


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 105 → 一百零五."""
    if number <= 10:
        return "零一二三四五六七八九十"[number]
    text, zero = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + unit
            zero = False
        else:
            zero = bool(text)
    return text.removeprefix("一") if text.startswith("一十") else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        count, number = divmod(number, value)
        text += letters * count
    return text
