"""Typed facts in a text: figures with the words round them, levels, grades, what was received before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from assistant.reading.dates import When, period_of
from assistant.reading.model import Bound, Fact, FactKind, Period, Role
from assistant.reading.patterns import load
from assistant.reading.segments import Segment, segment_at
from assistant.reading.statements import FIRM, kind_of, tells_too
from index.documents.model import Span
from index.documents.numbering import chinese_number
from index.text.figures import Figure, scan
from index.vocabulary.lexicon import Mention

_LABEL_REACH = 24
_AFTER_REACH = 16
_HEARD = -0.15  # what others say it pays is no fact of the caller's
_TAKEN_BACK = -0.1
_SUM = -0.25  # that a sum was received has to be nearer than any other reading of it
_ELSEWHERE = -0.25  # who else paid has to be said more plainly than that something was paid
_PAID = -0.15  # what is told of payments without a sum has to be told plainly
_NOT_A_LEVEL = frozenset({"国家", "全国", "中央", "全市", "全省", "本市", "市本级"})
_AS_A_LEVEL = re.compile(
    r"^的(?!钱|奖|补|资金|政策|财政|支持|规定|文件|通知|标准|要求)|^(?:、?[省市部国][里家])?(?:一起|同时|都|给|已|刚|先)?(?:的|那个|那边)?(?:评|认(?!为|真|识|可)|批|获|级|赛|一等|二等|三等|试点|示范|大师|新认定)"
)
_STARS = {"3": "三", "4": "四", "5": "五", "6": "六"}
_NUMERALS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5"}


class Reader:
    """Reads the facts of one text. Makes no choice a rule would have to make."""

    def __init__(
        self,
        text: str,
        parts: list[Segment],
        dates: list[When],
        denied: list[Span],
        as_of: date,
        names: Sequence[Span] = (),
    ) -> None:
        self.text, self.parts, self.dates, self.denied, self.as_of = text, parts, dates, denied, as_of
        self.names = names
        self.patterns = load("facts")
        self.places: set[str] = set()

    def read(self, mentions: list[Mention]) -> list[Fact]:
        """All facts in reading order; `mentions` are the lexicon's, for levels."""
        self.places = {m.surface for m in mentions if m.kind == "region"}
        figures = [figure for figure in scan(_readable(self.text)) if not self._is_name(figure)]
        found = [
            *self._passed_before(self._without_corrected(list(self._figures(figures)))),
            *self._magnitudes(figures),
            *self._levels(mentions),
            *self._grades(),
        ]
        found += [*self._ranks(), *self._firsts(), *self._never_received()]
        found += self._received_without_sum(found)
        return sorted(self._promotions(found), key=lambda fact: (fact.at, fact.kind))

    # ---- figures ---------------------------------------------------------------------------------------------

    def _is_name(self, figure: Figure) -> bool:
        """A date, a grade (二级, 五颗星), 同一个, 两块地, or part of a document's name (三年行动计划)."""
        beside = self.text[max(0, figure.start - 1) : figure.start], self.text[figure.end : figure.end + 1]
        if figure.unit in ("级", "颗") or (figure.unit in ("个", "年") and beside[0] == "同"):
            return True
        if (figure.unit == "年" and beside[1] == "期") or beside[0] == "哪":
            return True
        if self.text.startswith(("城市", "地方", "地区"), figure.end):
            return True  # 三个城市分别补多少
        if figure.text.strip() == "一块" and self.text[figure.end : figure.end + 1] != "钱":
            return True  # 加一块: together
        if figure.text.endswith("块") and self.text[figure.end : figure.end + 1] in tuple("地牌屏板区"):
            return True
        return any(a < figure.end and figure.start < b for a, b in (*self.names, *(w.at for w in self.dates)))

    def _figures(self, figures: list[Figure]) -> Iterator[Fact]:
        previous: Fact | None = None
        for index, figure in enumerate(figures):
            segment = self.parts[segment_at(self.parts, figure.start)]
            begin = max(segment.start, figures[index - 1].end if index else 0)
            end = figures[index + 1].start if index + 1 < len(figures) else len(self.text)
            before = self.text[begin : figure.start]
            if previous is not None and begin == previous.at[1] and previous.after.startswith(previous.label or "\0"):
                before = before.removeprefix(previous.label)  # 九千万营收那年领过25万: the noun is the first sum's
            after = self.text[figure.end : min(end, max(segment.end, figure.end), figure.end + _AFTER_REACH)]
            kind: FactKind = "percent" if figure.kind == "permille" else figure.kind  # type: ignore[assignment]
            label = self._label(before, after)
            role, bound = self._role(kind, before, after), self._bound(before, after)
            if role == "given":
                role = self._received(segment, figure, label, (begin, min(end, segment.end)))
            if role in ("given", "prior") and self._inside_another(figure, figures[:index], segment):
                role = "part"
            elif role == "given" and self._left_out(kind, segment):
                role = "excluded"
            if kind == "money" and self.text[: figure.start].endswith(("负", "-", "－")):
                role = "negative"
            inherited = False
            if not label and previous is not None and role not in ("prior", "upper_award", "tier"):
                inherited = self._continues(previous, figure, before, role)
                label = previous.label if inherited else ""
            period, year = self._period(segment, figure.start)
            unit = figure.unit or ("元" if "money" in (kind, figure.of) else "")
            if kind == "money" and (foreign := self.patterns["foreign"].match(after)):
                kind, unit = "quantity", foreign.group()  # 80万美元 is no sum in yuan
            fact = Fact(
                kind, figure.value, figure.text, (figure.start, figure.end), 0, 0,
                unit=unit, label=label, inherited=inherited,
                before=before[-_LABEL_REACH:], after=after, role=role, bound=bound, period=period, year=year,
                low=figure.low, high=figure.high, of=figure.of or "", per=figure.per, about=figure.about,
                negated=self._denied((figure.start, figure.end)),
            )  # fmt: skip
            yield fact
            previous = fact if fact.role in ("given", "from", "to") and fact.label else previous

    def _without_corrected(self, figures: list[Fact]) -> list[Fact]:
        """`1200万，哎不对，是1800万`: the later figure of the kind stands for the earlier one, which is taken back."""
        found = list(figures)
        for at in self._corrections():
            later = next((i for i, f in enumerate(found) if f.at[0] >= at), None)
            if later is None:
                continue
            fresh = found[later]
            for i in range(later - 1, -1, -1):
                if found[i].kind == fresh.kind and found[i].role == fresh.role:
                    found[later] = replace(fresh, label=found[i].label or fresh.label, before=found[i].before)
                    found[i] = replace(found[i], role="corrected")
                    break
        return found

    def _corrections(self) -> list[int]:
        """Where something said before is taken back."""
        said = [end for _, end in self.patterns.spans("corrected", self.text)]
        told = [s.start for s in self.parts if kind_of(self.text[s.start : s.end], _TAKEN_BACK) == "corrected"]
        return said or told

    def _label(self, before: str, after: str) -> str:
        """The noun nearest to the figure: 今年完成固定资产投资1.2亿 → 固定资产投资; 签了64万合同 → 合同."""
        measure = self.patterns["measure"]
        stem = self.patterns["verb_tail"].sub("", before)
        nearest = None
        for match in measure.finditer(stem):
            nearest = match
        follows = measure.match(after.removeprefix("的"))
        if nearest and (not follows or len(stem) - nearest.end() <= 2):
            return self._noun(nearest.group())
        if follows and follows.end() <= 8:
            return follows.group()
        return self._noun(nearest.group()) if nearest else ""

    def _noun(self, label: str) -> str:
        """Without the words of time and the verb the match may have caught: 今年完成设备投入 → 设备投入."""
        noun = self.patterns["measure_noise"].sub("", label)
        for place in self.places:
            noun = noun.rpartition(place)[2]
        return re.sub(r"^(?:[年度]|[^一-鿿A-Za-z])+", "", noun) or label

    def _continues(self, previous: Fact, figure: Figure, before: str, role: Role) -> bool:
        """去年营收2800万，今年3600万，增长30%: the later figures are of the same noun."""
        same = role in ("increase", "decrease") or (
            previous.kind == figure.kind and previous.unit in (figure.unit, "元")
        )
        near = figure.start - previous.at[1] <= 30
        return same and near and not self._words_of_its_own(before)

    def _words_of_its_own(self, before: str) -> str:
        """What stands before a figure beside years, verbs and punctuation."""
        years = load("dates")
        for name in ("-3", "-2", "-1", "0", "1"):
            before = years[name].sub("", before)
        before = re.sub(r"(?:19|20)?\d\d年|[，,、（(：:；;和及与\s]", "", before)
        return self.patterns["verb_tail"].sub("", before)

    def _role(self, kind: FactKind, before: str, after: str) -> Role:
        patterns = self.patterns
        if kind == "money" and (patterns.has("tier_after", after) or patterns.has("tier_before", before)):
            return "tier"
        if patterns.has("from_before", before):
            return "from"
        if patterns.has("increase_before", before) or patterns.has("increase_after", after):
            return "increase"
        if patterns.has("decrease_before", before) and not patterns.has("under_before", before):
            return "decrease"
        if patterns.has("to_before", before) and ("从" in before or "由" in before or len(before) <= 6):
            return "to"
        return "given"

    def _bound(self, before: str, after: str) -> Bound:
        names: tuple[tuple[str, Bound], ...] = (
            ("at_most_before", "at_most"), ("under_before", "under"), ("over_before", "over"),
            ("at_least_before", "at_least"),
        )  # fmt: skip
        for name, bound in names:
            if self.patterns.has(name, before):
                return bound
        if self.patterns.has("at_least_after", after):
            return "at_least"
        if self.patterns.has("under_after", after):
            return "under"
        return "over" if self.patterns.has("over_after", after) else ""

    def _received(self, segment: Segment, figure: Figure, label: str, alone: Span) -> Role:
        """prior: 之前领过30万, 三星去年拿了20万; upper_award: 省里奖了500万. A sum of a measure (保费300万) is neither.

        Args:
            alone: the part of the segment in which no other figure stands.
        """
        words, own = self.text[segment.start : segment.end], self.text[slice(*alone)]
        asked = self.text[segment.end : segment.end + 1] in ("？", "?")
        if figure.kind != "money" or asked:
            return "given"
        if kind_of(words, _HEARD) == "hearsay" and not self._corrects(segment):
            return "asserted"
        ahead, behind = self.text[alone[0] : figure.start], self.text[figure.end : alone[1]]
        passed = self.patterns.has("first", ahead) and self._bound(ahead, behind)  # 首次超过5亿: a step reached
        if passed or (label and not label.endswith(("资金", "金额"))) or self._a_rate(figure):
            return "given"
        # 奖励调整为800万: said of what the policy pays, a sum was received only where that is told plainly
        before = self.text[segment.start : figure.start]
        announced = load("premises").has("award_before", before) and not self.patterns.has("already", words)
        kinds = [kind_of(words, FIRM if announced else _SUM), kind_of(own, FIRM)]
        if "received_elsewhere" in (kind_of(words, FIRM if announced else _ELSEWHERE), kinds[1]):
            return "prior" if self._recognised(segment) else "upper_award"
        return "prior" if "received" in kinds or (not announced and tells_too(words, "received")) else "given"

    def _corrects(self, segment: Segment) -> bool:
        """哎不对，财务说是1800万: who says so is beside the point, it stands for what was said before."""
        index = segment_at(self.parts, segment.start)
        before = self.parts[index - 1] if index else segment
        spans = [(s.start, s.end) for s in (before, segment)]
        return any(self.patterns.has("corrected", self.text[slice(*span)]) for span in spans)

    def _a_rate(self, figure: Figure) -> bool:
        """每月每平10元: what one of something costs, never a sum that was paid out."""
        return bool(figure.per) or re.search(r"每[^，。；\d]{1,3}$", self.text[: figure.start]) is not None

    def _recognised(self, segment: Segment) -> bool:
        """省级智能工厂已领50万: the level is the recognition's, and says nothing of who paid."""
        words = self.text[segment.start : segment.end]
        level = re.search(r"(?:国家|省|市)级(?=(.))", words)
        own = any(place in words for place in self.places)  # 杭州给过400万: the place that is asked about
        return own or (level is not None and level[1] not in "给奖补拨配已先也都下资财")

    def _passed_before(self, figures: list[Fact]) -> list[Fact]:
        """`前几年过一亿的时候领了五十万`: of two sums of an earlier award the larger is the step it was paid for."""
        found = list(figures)
        for segment in self.parts:
            inside = [
                (f, f.value) for f in found
                if f.kind == "money" and isinstance(f.value, Fraction) and segment.start <= f.at[0] < segment.end
            ]  # fmt: skip
            least = min((value for f, value in inside if f.role == "prior"), default=None)
            for fact, value in inside:
                itself = not fact.bound and kind_of(fact.before + fact.text) == "received"
                a_step = fact.role in ("prior", "to") or (fact.role == "given" and not fact.label)
                if least is not None and a_step and not itself and value > least:
                    found[found.index(fact)] = replace(fact, role="tier")
        return found

    def _inside_another(self, figure: Figure, earlier: list[Figure], segment: Segment) -> bool:
        """其中200万: part of a sum of the same kind told before; it never adds."""
        within = self.patterns["within"].search(self.text, segment.start, figure.start)
        return bool(earlier) and earlier[-1].kind == figure.kind and within is not None

    def _left_out(self, kind: FactKind, segment: Segment) -> bool:
        """厂房三千万不在内: the caller himself says that the sum does not count."""
        denied = any(start < segment.end and segment.start < end for start, end in self.denied)
        return kind == "money" and denied and kind_of(self.text[segment.start : segment.end]) == "excluded_part"

    def _period(self, segment: Segment, place: int) -> tuple[Period, int | None]:
        """The nearest year before the figure in its segment, else in the segments of the same sentence before it."""
        compared = load("dates")["compared"]
        sentence = [s for s in self.parts if s.sentence == segment.sentence and s.start <= segment.start]
        start = max(sentence[0].start if sentence else segment.start, place - 80)
        for when in reversed([w for w in self.dates if start <= w.at[0] < place]):
            if when.at[0] < segment.start and self._own_year_after(segment, place):
                break
            aside = self.parts[segment_at(self.parts, when.at[0])].aside and not segment.aside
            if not aside and not compared.search(self.text[max(0, when.at[0] - 6) : when.at[0]]):
                return period_of(when, self.as_of), when.year
        earlier = kind_of(self.text[segment.start : segment.end]) == "former"
        return ("earlier" if earlier else ""), None

    def _own_year_after(self, segment: Segment, place: int) -> bool:
        return any(place < w.at[0] < segment.end for w in self.dates)

    def _magnitudes(self, figures: list[Figure]) -> Iterator[Fact]:
        """第一次过亿: a threshold without a digit. 翻番: growth of 100 %."""
        for match in self.patterns["hundred_million"].finditer(self.text):
            start = match.start("n")
            if not any(f.start < match.end() and start < f.end for f in figures):
                value = Fraction(100_000_000 if match["n"] == "亿" else 10_000_000)
                yield self._mention("money", value, (start, match.end()), unit="元", bound="over")
        for match in self.patterns["doubled"].finditer(self.text):
            yield self._mention("percent", Fraction(1), match.span(), unit="%", role="increase")

    def _mention(
        self, kind: FactKind, value: Fraction | str | bool, at: Span, *, unit: str = "", role: Role = "given",
        bound: Bound = "",
    ) -> Fact:  # fmt: skip
        segment = self.parts[segment_at(self.parts, at[0])]
        before = self.text[max(segment.start, at[0] - _LABEL_REACH) : at[0]]
        after = self.text[at[1] : min(max(segment.end, at[1]), at[1] + _AFTER_REACH)]
        period, year = self._period(segment, at[0])
        return Fact(
            kind, value, self.text[slice(*at)], at, 0, 0, unit=unit, role=role, bound=bound, before=before, after=after,
            label=self._label(before, after) if kind in ("money", "percent") else "",
            period=period, year=year, negated=self._denied(at),
        )  # fmt: skip

    def _denied(self, at: Span) -> bool:
        return any(start < at[1] and at[0] < end for start, end in self.denied)

    # ---- words -----------------------------------------------------------------------------------------------

    def _levels(self, mentions: list[Mention]) -> Iterator[Fact]:
        for mention in mentions:
            if mention.kind != "level":
                continue
            after = self.text[mention.end : mention.end + 6]
            loose = mention.surface in _NOT_A_LEVEL or mention.surface.endswith(("里", "里面", "厅", "部"))
            if not loose or _AS_A_LEVEL.match(after):
                yield self._mention("level", mention.concept, (mention.start, mention.end))

    def _grades(self) -> Iterator[Fact]:
        for match in self.patterns["grade"].finditer(self.text):
            yield self._mention("grade", _canonical_grade(match.group()), match.span())

    def _ranks(self) -> Iterator[Fact]:
        for match in self.patterns["rank"].finditer(self.text):
            value = Fraction(chinese_number(match["n"] or match["n2"]))
            yield self._mention("rank", value, match.span(), unit=match["u"] or match["u2"])
        for match in self.patterns["year_index"].finditer(self.text):
            written = match["n"] or ("一" if match.group().startswith("首") else "二")
            yield self._mention("year_index", Fraction(chinese_number(written)), match.span(), unit="年")

    def _firsts(self) -> Iterator[Fact]:
        for match in self.patterns["first"].finditer(self.text):
            fact = self._mention("first", True, match.span())
            yield replace(fact, value=not fact.negated)

    def _never_received(self) -> Iterator[Fact]:
        """以前没领过: nothing was received, which is a fact and not a gap."""
        for segment in self.parts:
            if kind_of(self.text[segment.start : segment.end], _PAID) == "never_received":
                fact = self._mention("money", Fraction(0), (segment.start, segment.end), unit="元", role="prior")
                yield replace(fact, label="此前已领", period="", year=None, negated=False)

    def _received_without_sum(self, found: list[Fact]) -> list[Fact]:
        """三星的奖励以前领过了: received, the sum not said."""
        sums = [f for f in found if f.kind == "money" and f.role in ("prior", "upper_award")]
        return [
            replace(self._mention("prior", True, (segment.start, segment.end)), role="prior")
            for segment in self.parts
            if not any(segment.start <= f.at[0] < segment.end for f in sums)
            and kind_of(self.text[segment.start : segment.end], _PAID) == "received"
        ]

    def _promotions(self, found: list[Fact]) -> list[Fact]:
        """从三星升到五星, 三星…领过…升四星: the lower one is former."""
        graded = sorted((f for f in found if f.kind in ("level", "grade")), key=lambda f: f.at)
        former: set[Span] = set()
        for first, second in pairwise(graded):
            between = self.text[first.at[1] : second.at[0]]
            same = first.kind == second.kind and first.value != second.value
            if same and len(between) <= 40 and "。" not in between and self._leads_up(first, between):
                former.add(first.at)
        paid = [f.at for f in found if f.role == "prior" and not (f.kind == "money" and f.value == 0)]
        for fact in graded:
            index = segment_at(self.parts, fact.at[0])
            if any(segment_at(self.parts, at[0]) == index and at[0] >= fact.at[0] for at in paid):
                former.add(fact.at)
        former |= {f.at for f in graded for g in graded if g.at in former and g.value == f.value}
        return [replace(f, role="former") if f.at in former and f.kind in ("level", "grade") else f for f in found]

    def _leads_up(self, first: Fact, between: str) -> bool:
        promoted = self.patterns.has("grade_promotion", between)
        was = re.search(r"(?:从|由|原来是?|原先是?|本来是?|之前是?|以前是?|去年是?)[^，。]{0,6}$", first.before)
        return promoted and (was is not None or re.search(r"[升晋跳]", between) is not None)


def _readable(text: str) -> str:
    """Runs of more than thirty digits are no figure of anybody's company; Python refuses to read the longest."""
    return re.sub(r"[\d,.零〇一二两三四五六七八九十百千万亿]{31,}", lambda match: "#" * len(match.group()), text)


def _canonical_grade(written: str) -> str:
    """五颗星, 5星 → 五星级; 三级 → 3级; 3A → AAA级; D档 → D级; 一等 → 一等奖."""
    text = written.removesuffix("及以上")
    if "星" in text:
        return _STARS.get(text[0], text[0]) + "星级"
    if re.fullmatch(r"[1-5一二三四五]级", text):
        return _NUMERALS.get(text[0], text[0]) + "级"
    if match := re.fullmatch(r"([2-5])A级?", text, re.IGNORECASE):
        return "A" * int(match[1]) + "级"
    if re.fullmatch(r"A{2,5}级?", text, re.IGNORECASE):
        return text.upper().removesuffix("级") + "级"
    if re.fullmatch(r"[A-E][档等]", text, re.IGNORECASE):
        return text[0].upper() + "级"
    if re.fullmatch(r"[A-E]", text, re.IGNORECASE):
        return text.upper() + "类"
    if text.endswith("等"):
        return text + "奖"
    return text.upper() if text[0].isascii() else text
