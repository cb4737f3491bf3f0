"""Several questions in one message, and messages that are a company profile."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from assistant.reading.acts import FIRM, HEARD, NOT_IN_POLICIES, asked, stretches
from assistant.reading.composing import question_spans, question_words
from assistant.reading.model import Part
from assistant.reading.patterns import load
from assistant.reading.segments import segments
from assistant.reading.statements import kind_of
from index.documents.model import Span

# Acts that are asked of a matter or document named before: `这个文件还有效吗` is a question of its own.
OF_ITS_OWN = frozenset(
    {"validity", "bureau", "locate", "issue_info", "procedure", "deadline", "contact", "stacking", "quote_verbatim"}
)
_SENTENCE = re.compile(r"[。！!？?；;\n]+|(?<=呢)[，,]|(?<=多少)[，,](?=[^，。？?]{2,14}呢)")
_SPLIT_ITEMS = re.compile(r"、|以及|和(?!信息|可|平|谐)|及(?!以上)|，|,")
_SPLIT_PLACES = re.compile(r"[和跟与同市]|两地|两市")
_LETTER = re.compile(r"[一-鿿A-Za-z\d]")
# Asked behind a question without a matter of its own, they ask more of that question: 依据第几条, 能都拿吗.
OF_THE_SAME = frozenset({"locate", "stacking"})
# What a list is asked for is no item of it: 补助比例, 申报条件.
ASKING = frozenset({"amount", "eligibility", "procedure", "deadline", "bureau", "contact", "validity"})
MATTER = 4  # characters left of a question without its asking words from which it has a matter of its own
_COUNTED = re.compile(r"[一二两三四五六七八九十\d]*[家市地个处省城]*")  # beside places: 三家, 两地
SHORTEST = 3  # letters of the name of a thing
TOLD_ENDS = frozenset("。；;")
_EDGE = " \t\r\n，,。；;：:、"
# A description has so many stretches at least; its question stands last, and is open.
TOLD = 4
OPEN = frozenset({"match_profile", "list"})
# Asked for no more than `多少`, several matters must have been told of.
SEVERAL_TERMS = 2
# From here on an item of a list asks something of its own (甲要什么材料、乙奖多少); 杭州的措施 asks what all ask.
CLEAR = 0.05


def is_profile(text: str, asks: Callable[[str], frozenset[str]], terms: Callable[[str], int]) -> bool:
    """A company tells of several things and asks in the end what it may have, naming none of them again.

    A story that ends in a question about one matter is a question about that matter.

    Args:
        asks: what a stretch asks.
        terms: how many matters a text names.
    """
    parts = [text[part.start : part.end] for part in segments(text)]
    if len(parts) < TOLD:
        return False
    asked = asks(parts[-1])
    if "compare" in asked or not asked & OPEN:
        return False
    asks_before = sum(text.count(mark) for mark in "？?") > 1
    several = terms(text) >= SEVERAL_TERMS and not terms(parts[-1]) and not asks_before
    return "match_profile" in asked or several


def split_questions(
    text: str,
    *,
    whole: bool,
    cities: Callable[[str], tuple[str, ...]],
    documents: Callable[[str], tuple[str, ...]],
    has_topic: Callable[[str], bool],
) -> tuple[Part, ...]:
    """Sub-questions in reading order, at least one.

    Args:
        whole: keep the message together (a profile).
        cities: the cities a text names.
        documents: the documents a text names, as written.
        has_topic: whether a text names what it is about (an elliptical question joins the one before it).
    """
    patterns = load("questions")
    all_of_it = _trim(text, (0, len(text)))
    single = (Part(text[slice(*all_of_it)], all_of_it, text.strip(), cities(text)),)
    if whole or not text.strip():
        return single
    pieces = [s for s in _pieces(text) if not patterns.has("header", text[slice(*s)].strip(_EDGE))]
    spans = _join(text, pieces, has_topic)
    parts: list[Part] = []
    known, titles = cities(_head(text)), documents(_head(text))
    told, marks = _told_first(text, spans), item_marks(text)
    for span in spans:
        compared = "compare" in asked(text[slice(*span)])
        for item, query in _items(text, span, marks, cities, apart=not compared):
            shared = told if parts else ""
            own = cities(shared + query)
            named = documents(query)
            lead = "" if own or (named and not known) else "、".join(known)
            if not named and not own and not known:
                lead = "".join(titles[-1:])
            before, known, titles = known, own or known, named or titles
            query = _asked_like(query, parts[-1].query) if parts else query
            acts = asked(text[slice(*item)], CLEAR) or asked(query)
            bare = bool(parts) and _bare(query, named) and not has_topic(_without(query, named))
            if bare and acts & OF_THE_SAME and not acts & (OF_ITS_OWN - OF_THE_SAME):
                parts[-1] = _more(parts[-1], item, query if "stacking" in acts else "", text, acts)
                continue
            elsewhere = bool(parts and own) and not named and _bare(query, own) and not has_topic(_without(query, own))
            if elsewhere and before and set(own) != set(before):  # 长沙小巨人奖多少？绍兴呢？
                shared, acts = f"{_without(_matter(parts[-1].query), before)}，", acts or parts[-1].intents
            elif bare and not named and acts & OF_ITS_OWN:
                shared, lead = f"{_matter(parts[-1].query)}，", ""
            parts.append(
                Part(
                    text[slice(*item)],
                    item,
                    lead + shared + query,
                    own or known,
                    acts,
                )
            )
    return tuple(parts) or single


def _asked_like(query: str, before: str) -> str:
    """单项冠军呢, behind 小巨人多少 → 单项冠军多少."""
    match = re.search(r"呢[？?。，,\s]*$", query)
    words = question_words(before) if match and not asked(query) else ""
    return query[: match.start()] + words if match and words else query


def _more(part: Part, item: Span, query: str, text: str, acts: frozenset[str]) -> Part:
    """`part` with what is asked of it in a question of its own."""
    at = (part.at[0], item[1])
    whole = f"{part.query.rstrip(_EDGE)}，{query}" if query else part.query
    return replace(part, text=text[slice(*at)], at=at, query=whole, intents=part.intents | acts)


def _without(query: str, names: Iterable[str]) -> str:
    for name in names:
        query = query.replace(name, "")
    return query


def _bare(query: str, names: Iterable[str] = ()) -> bool:
    """Whether a question names no matter beside its asking words and documents: 这个文件现在还有效吗, 条例第几条."""
    query = _without(query, names)
    kept = "".join(c for i, c in enumerate(query) if not any(a <= i < b for a, b in question_spans(query)))
    rest = load("history").strip(["anaphora", "filler"], kept)
    return len(_LETTER.findall(rest)) < MATTER


def _matter(query: str) -> str:
    """The question without its asking words: 杭州首台套认定."""
    kept = [c for i, c in enumerate(query) if not any(a <= i < b for a, b in question_spans(query))]
    return "".join(kept).strip(_EDGE) or query.strip(_EDGE)


def _told_first(text: str, spans: list[Span]) -> str:
    """The sentences before the first question, when several follow: what they tell holds for all of them."""
    if len(spans) < 2:
        return ""
    sentences = [match.end() for match in _SENTENCE.finditer(text, *spans[0])]
    end = next((e for e in reversed(sentences) if e < spans[0][1] and not asked(text[spans[0][0] : e])), None)
    return text[spans[0][0] : end] if end else ""


def _head(text: str) -> str:
    """绍兴：… names the city for everything behind the colon."""
    match = re.match(r"[^：:。，？]{1,12}[：:]", text)
    return match.group() if match else ""


def item_marks(text: str) -> list[Span]:
    """Where ① 1、 首先 number the questions of a message; a single one marks nothing."""
    marks = load("questions").spans("marker", text)
    return marks if len(marks) > 1 or re.search(r"[①-⑩]", text) else []


def _pieces(text: str) -> list[Span]:
    patterns = load("questions")
    cuts = {0, len(text)}
    cuts |= {match.end() for match in _SENTENCE.finditer(text)}
    cuts |= _asking_twice(text)
    markers = [*item_marks(text), *patterns.spans("also", text)]
    cuts |= {start for start, _ in markers} | {end for _, end in markers}
    places = sorted(cuts)
    drop = set(markers)
    return [
        trimmed
        for a, b in pairwise(places)
        if (a, b) not in drop and (trimmed := _trim(text, (a, b)))[1] > trimmed[0]
    ]  # fmt: skip


def _asking_twice(text: str) -> set[int]:
    """Commas between two questions of which the second stands by itself: 谁负责解释，谁负责实施."""
    found = set()
    for match in re.finditer(r"[，,](?!\d{3}(?!\d))", text):
        before = re.split(r"[。！!？?；;\n，,]", text[: match.start()])[-1]
        behind = re.split(r"[。！!？?；;\n，,]", text[match.end() :])[0]
        if asked(before) - {"yes_no"} and asked(behind) & OF_ITS_OWN:
            found.add(match.end())
    return found


def _join(
    text: str,
    pieces: Iterable[Span],
    has_topic: Callable[[str], bool],
) -> list[Span]:
    """Statements join the question they lead up to; a question without a topic joins the one before it."""
    result: list[Span] = []
    waiting: int | None = None
    for start, end in pieces:
        words = text[start:end]
        ends = text[end : end + 1] in TOLD_ENDS
        acts = asked(words, FIRM if ends else HEARD)
        if ends and acts and all(kind_of(stretch) not in ("ask", "") for stretch in stretches(words)):
            acts = frozenset()  # 条件符合。 is told, near as it lies to asking for conditions
        asks = bool(acts) or words.rstrip(" ，,").endswith(("?", "？", "呢"))
        begin = start if waiting is None else waiting
        if not asks:
            waiting = begin
            continue
        alone = bool(acts & OF_ITS_OWN) and not (acts & {"amount"} and not acts & NOT_IN_POLICIES)
        if result and waiting is None and not has_topic(words) and len(words) <= 24 and not alone:
            result[-1] = (result[-1][0], end)
        else:
            result.append((begin, end))
        waiting = None
    if waiting is not None:
        result = [*result[:-1], (result[-1][0], len(text))] if result else [(waiting, len(text))]
    return [_trim(text, span) for span in result]


def _items(
    text: str, span: Span, marks: list[Span], cities: Callable[[str], tuple[str, ...]], *, apart: bool = True
) -> list[tuple[Span, str]]:
    """A、B、C各给多少 → one part an item, each with the shared question; anything else → itself, unnumbered.

    `apart`: False for a comparison, which stays one question.
    """
    patterns, words = load("questions"), text[slice(*span)]
    plain = "".join(c for i, c in enumerate(words, span[0]) if not any(a <= i < b for a, b in marks))
    each = patterns["each"].search(words)
    if not each or not apart:
        return [(span, plain)]
    # What is told before the sentence with the list is no item of it.
    last = max((match.end() for match in re.finditer(r"[。！!？?；;\n]", words[: each.start()])), default=0)
    head = words[:last] + _head(words[last:])
    body, begin = words[len(head) : each.start()].rstrip(_EDGE), span[0] + len(head)
    items: list[Span] = []
    start = 0
    for match in [*_SPLIT_ITEMS.finditer(body), None]:
        end = match.start() if match else len(body)
        if body[start:end].strip():
            items.append(_trim(text, (begin + start, begin + end)))
        start = match.end() if match else end
    wanted = [item for item in items if asked(text[slice(*item)]) & ASKING]
    items = [item for item in items if item not in wanted]
    names = [text[slice(*item)] for item in items]
    if len(items) < 2 or any(_no_thing(name, cities) for name in names):
        return [(span, plain)]
    tail = "".join(text[slice(*item)] for item in wanted) + re.sub(r"^(?:各|分别)(?:自|是)?", "", each.group())
    return [(item, name + tail) for item, name in zip(items, names, strict=True)]


def _no_thing(name: str, cities: Callable[[str], tuple[str, ...]]) -> bool:
    """Places (长沙杭州绍兴三家) and levels (省级的) are no things that are asked about one by one."""
    named = cities(name)
    rest = "".join(_LETTER.findall(_SPLIT_PLACES.sub("", _without(name, named))))
    only_places = bool(named) and _COUNTED.fullmatch(rest) is not None
    return only_places or load("questions").has("levels_only", name.rstrip("的")) or len(name) < SHORTEST


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end
