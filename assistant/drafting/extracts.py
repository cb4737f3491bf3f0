"""Sentences that are the clause's own words: the passages that answer a topic, or a clause asked for by number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from assistant.decide.topics import ASKS_IF, OF_ITSELF, Topic
from assistant.drafting import phrases
from assistant.drafting.draft import DraftSentence
from assistant.drafting.parts import bureau_of, without_bureau
from assistant.drafting.rows import rows_asked
from assistant.drafting.select import MARGIN, has_figure, supporting
from assistant.drafting.wording import tidy
from assistant.evidence import Evidence
from assistant.reading.acts import asked, stretches
from index.documents.library import Library
from index.documents.model import ClauseKind, Passage
from index.documents.numbering import chinese_number
from index.search.searcher import ScoredPassage
from index.text.figures import scan
from index.text.ngrams import tokens

# Title, number, date and signature answer what is asked of the document, and nothing else.
HEADS = (ClauseKind.TITLE, ClauseKind.FRONT_MATTER)
OF_DOCUMENT = frozenset({"issue_info", "bureau", "validity", "summary", "locate", "quote_verbatim", "repeals", "list"})
AMOUNT = frozenset({"amount", "due", "total"})

# A card quotes at most this much at a stretch; a longer clause takes several cards.
CARD_CHARACTERS = 280


# What a question wants → how the sentence that gives it is worded. Of the passages near the best one, those that
# are worded so are preferred; where none is, the best ones stand.
_WORDED: dict[str, re.Pattern[str]] = {
    "repeals": re.compile(r"不再施行|同时废止|废止"),
    "bureau": re.compile(r"牵头|配合单位|负责|会同|受理|主管|由.{2,20}(?:制定|组织|承担|解释|实施)|组长|主任"),
    "eligibility": re.compile(r"必须|须为|应当|不得|不予|及以上|以上|符合|适用|纳入|要求|条件|限于|不包括|除外"),
    "validity": re.compile(r"有效期|施行|不再|废止|执行期限|为准|自公布|自发布"),
    "issue_info": re.compile(r"〔\d{4}〕|\d{4}年\d{1,2}月\d{1,2}日|印发"),
    "stacking": re.compile(r"不重复|就高|差额|补差|累计|叠加|重复享受|基础上"),
}
# The document speaking of itself; at most so many of its sentences stand in for what a clause does not say.
_GENERAL = re.compile(OF_ITSELF.pattern + r"|实施细则")
GENERAL = 2
_HANDLED = re.compile(r"申[报请领](?!工信部|国家|省)|受理|审[核查定批]|评[审选定]|推送|提[交供]|兑[现付]|拨付|认定.{0,6}程序")
# Nobody asks for a bureau by the words of the award: the right sentence of the best clause may score lower.
REACH = 2.2
# The next sentence of a provision is read with it when it answers nearly as well and the two stay short.
RUN_MARGIN = 1.2
RUN_CHARACTERS = 150
# A sum is asked for, and not a count, a rule or a thing that is given.
_ASKS_SUM = re.compile(
    r"多少钱|多少(?:万|元|资金|奖|补)|(?:奖|补|贴|给|拿|领|发|报|返|得)(?:励|助|金)?(?:是|为|到|了)?(?:多少|几[万成]|好多|几多|几个钱)"
    r"|金额|额度|(?:奖励|补助|补贴)标准|标准是|几成|百分之几|封顶|上限|最[高多]能?[拿补给奖]|几[万千]块?|多少$|多少[？?。]"
)
# In whose words a rule pays nothing of its own, it still answers what is paid.
_SAYS_ALL = re.compile(r"不予|不得|不重复|不享受|就高|最高标准|差额|同等")


def extracts(topic: Topic, evidence: Evidence, library: Library, *, most: int = 3) -> Iterator[DraftSentence]:
    """The supporting passages of a topic as claims, in reading order where they stand in one clause."""
    question, intents = topic.told.text, topic.intents
    said = frozenset(card.quote for card in evidence.cards)
    wants_figure = bool(AMOUNT & intents) and not intents & {"bureau", "issue_info", "target"}
    if intents >= ASKS_IF and OF_ITSELF.search(topic.scored[0].passage.text):
        wants_figure, most = False, 1  # whether at all, and the document says who
    chosen = [
        entry.passage
        for entry in _worded(topic, intents, said)
        or supporting(
            topic.scored,
            accept=lambda p: bool(intents & OF_DOCUMENT) or library.clause(p.clause_id).kind not in HEADS,
            wants_figure=wants_figure,
            most=most,
        )
    ]
    if intents & {"define", "list"} and (defined := _explaining(question, topic.scored)):
        chosen = [defined]
    elif intents & {"define", "list"} and (counted := _with_so_many(question, topic.scored)):
        chosen = [counted]
    chosen = rows_asked(chosen, question, library)
    not_here, stands = "", False
    if wants_figure and _ASKS_SUM.search(question) and not any(_gives_sum(passage.text) for passage in chosen):
        not_here = phrases.NO_AMOUNT.format(region=topic.region)
        stands = "define" in intents  # what the text does say was asked for as well
    elif "define" in intents and (term := undefined_term(question, chosen)):
        if defined := _defining(term, topic.scored):
            chosen = [defined]
        else:
            not_here = phrases.NO_DEFINITION.format(term=term)
    claimed = [f.text for f in topic.told.facts if f.kind == "money" and "locate" in intents]
    if claimed and not any(claimed[0].rstrip("元") in passage.text for passage in chosen):
        yield DraftSentence(
            phrases.NOT_IN_TEXT.format(region=topic.region, figure=claimed[0]),
            "frame",
            region=topic.region,
            head="locate",
        )
    if not_here:
        yield DraftSentence(not_here, "frame", region=topic.region)
    elif "bureau" in intents and not any(_WORDED["bureau"].search(p.text) or _GENERAL.search(p.text) for p in chosen):
        general = [p for p in _general(chosen[0], library) if _WORDED["bureau"].search(p.text)]
        if general:
            yield DraftSentence(phrases.NO_BUREAU, "frame", region=topic.region)
            chosen = general[:GENERAL]
    for run in _with_neighbours(in_reading_order(chosen), topic.scored, library):
        sentence = claim(run, topic.region, evidence)
        if not intents & {"bureau", "quote_verbatim"}:
            sentence = replace(sentence, text=without_bureau(sentence.text))
        elif set(intents) <= {"bureau", "yes_no"} and (who := bureau_of(sentence.text)):
            sentence = replace(sentence, text=f"{topic.region}：{who}。")
        if "target" in intents and (goal := _goal(run, topic.own_words) or _goal(run, question)):
            sentence = replace(sentence, text=f"{topic.region}：{goal}")
        elif "locate" in intents:
            label = library.clause(run[0].clause_id).label
            sentence = replace(sentence, text=f"{topic.region}{label}：{''.join(tidy(p.text) for p in run)}")
        elif listed := _list_asked(run, intents, question):
            sentence = replace(sentence, text=f"{topic.region}：{listed}")
        elif only := _what_is_asked(run, intents):
            sentence = replace(sentence, text=phrases.CONDITIONS.format(region=topic.region, conditions=only))
        yield replace(sentence, context=bool(not_here) and not stands)
        for item in _items(run[-1], library):
            yield replace(claim([item], topic.region, evidence), context=bool(not_here))


# Conditions are told without what is paid only where nothing else is asked; a piece of a sentence answers nothing else.
_OF_MORE = AMOUNT | {"yes_no", "compare", "stacking", "match_profile", "quote_verbatim", "list"}
_BENEFIT = re.compile(r"(?:奖励|补助|补贴|给予|奖|资助|支持|配套|不超过|最高|再奖)[^，；]{0,24}?\d")
_OPENS = re.compile(r"^对(?=[^，]{4})")
_BRACKETS = re.compile(r"（[^（）]*）")
_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,16})[”\"」]")
_SO_MANY = re.compile(
    r"(?<![第年月\d])(?P<n>[两三四五六七八九十]|\d{1,2})(?P<of>(?:大|小)?(?:个|项|类|种|家|份|条|方面|块|样|领域|等级|级))(?![及月]|以上|财政)"
)
_LISTS = (re.compile(r"、"), re.compile(r"》、?《"), re.compile(r"；"))
FAR_REACH = 3.0  # a list of just so many things may lie farther off than other sentences
_TOGETHER = re.compile(r"分别|各|和|、|以及")
LISTED = 2  # marks between its items that a list has at least
_FIGURES = 3  # a sentence with more figures than this says more than the one goal asked for


def says_together(text: str) -> bool:
    """Whether a sentence says what may be taken together."""
    return _WORDED["stacking"].search(text) is not None


def tells_handling(topic: Topic) -> bool:
    """Whether one of the passages that answer says how a matter is applied for or decided."""
    return any(_HANDLED.search(entry.passage.text) for entry in supporting(topic.scored))


def _explaining(question: str, scored: Sequence[ScoredPassage]) -> Passage | None:
    """Of a quoted term the near passage that says what it stands for: 工业涂装企业（汽车制造、…）."""
    for term in _QUOTED.findall(question):
        for entry in scored[:40]:
            if term in entry.passage.text and _defined(term, entry.passage.text):
                return entry.passage
    return None


def _with_so_many(question: str, scored: Sequence[ScoredPassage]) -> Passage | None:
    """`哪五个政策`: of the passages near the best one the first that lists so many."""
    asks = [stretch for stretch in stretches(question) if asked(stretch)]
    counted = next((found for stretch in asks if (found := _SO_MANY.search(stretch))), None)
    if counted is None or not scored:
        return None
    wanted = chinese_number(counted["n"].replace("两", "二"))
    near = [entry.passage for entry in scored[:20] if entry.score >= scored[0].score - FAR_REACH]
    said = [p for p in near if any(f"{n}{counted['of']}" in p.text for n in (counted["n"], str(wanted)))]
    exact = [p for p in near if any(len(mark.findall(p.text)) == wanted - 1 for mark in _LISTS)]
    listed = [p for p in said if any(len(mark.findall(p.text)) >= wanted - 1 for mark in _LISTS)]
    return next(iter([*(p for p in exact if p in said), *listed, *exact, *said]), None)


def _goal(run: Sequence[Passage], question: str) -> str:
    """Of a sentence with many goals the one that was asked for, with the year it is set for; "" for all of it."""
    text = "".join(tidy(passage.text) for passage in run)
    if _TOGETHER.search(question) or sum(1 for figure in scan(text) if figure.kind != "number") <= _FIGURES:
        return ""
    pieces = _pieces(text)
    asked = {token for token in tokens(question) if len(token) > 1}
    shared = [len(asked & set(tokens(piece))) if _counts(piece) else 0 for piece in pieces]
    most = max(shared)
    if most < 2:
        return ""
    when = [piece for piece in pieces[:1] if _YEAR.match(piece)]
    best = next(piece for piece, n in zip(pieces, shared, strict=True) if n == most)
    return tidy("".join(dict.fromkeys([*when, best])).rstrip("，；。"))


def _counts(piece: str) -> bool:
    """Whether a piece names a figure besides the year."""
    return any(figure.kind != "number" for figure in scan(_YEAR.sub("", piece)))


_YEAR = re.compile(r"^到?20\d\d年[^，]{0,6}，")


def _general(passage: Passage, library: Library) -> list[Passage]:
    """What the document says of itself as a whole, best last: who explains it, who carries it out."""
    document = library.documents[passage.document_id]
    return [p for p in document.passages if _GENERAL.search(p.text)]


def general(topic: Topic, evidence: Evidence, library: Library) -> Iterator[DraftSentence]:
    """Of the place's nearest document the rules on who accepts, decides and explains."""
    if not topic.scored:
        return
    handled = [p for p in _general(topic.scored[0].passage, library) if _WORDED["bureau"].search(p.text)]
    for passage in handled[:GENERAL]:
        yield claim([passage], topic.region, evidence)


def _gives_sum(text: str) -> bool:
    return has_figure(text) or _SAYS_ALL.search(text) is not None


def _with_neighbours(
    passages: Sequence[Passage], scored: Sequence[ScoredPassage], library: Library
) -> Iterator[list[Passage]]:
    """Each passage, with the sentence behind or before it that answers nearly as well, on one card."""
    scores = {entry.passage.id: entry.score for entry in scored[:40]}
    used: set[str] = {passage.id for passage in passages}
    for passage in passages:
        siblings = library.passages_of(passage.clause_id)
        place = siblings.index(passage)
        run = [passage]
        for neighbour in siblings[place + 1 : place + 2]:
            near = scores.get(neighbour.id, -99.0) >= scores.get(passage.id, 0.0) - RUN_MARGIN
            short = len(passage.text) + len(neighbour.text) <= RUN_CHARACTERS
            same_kind = has_figure(passage.text) or not has_figure(neighbour.text)
            if neighbour.id not in used and near and short and same_kind:
                run.append(neighbour)
                used.add(neighbour.id)
        yield run


def _items(passage: Passage, library: Library) -> list[Passage]:
    """符合以下情形的，可以免责： is only said with the items below it."""
    if not passage.text.rstrip().endswith(("：", ":")):
        return []
    items = [child for child in library.children(passage.clause_id) if child.kind is ClauseKind.ITEM]
    return [sentence for child in items for sentence in library.passages_of(child.id)]


def _list_asked(run: Sequence[Passage], intents: Collection[str], question: str) -> str:
    """五大产业生态圈是什么: of a sentence that also pays, the piece that lists them; "" where no one piece does."""
    if not set(intents) <= {"define", "list", "yes_no"}:
        return ""
    text = "".join(tidy(passage.text) for passage in run)
    pieces = _pieces(text)
    if not any(_BENEFIT.search(_BRACKETS.sub("", piece)) for piece in pieces):
        return ""
    wanted = {token for token in tokens(question) if len(token) > 1}
    shared = [len(wanted & set(tokens(piece))) for piece in pieces]
    best = pieces[shared.index(max(shared))]
    alone = shared.count(max(shared)) == 1 and not _BENEFIT.search(_BRACKETS.sub("", best))
    return tidy(_OPENS.sub("", best.rstrip("，；。的"))) if alone and best.count("、") >= LISTED else ""


def _what_is_asked(run: Sequence[Passage], intents: Collection[str]) -> str:
    """Of a long sentence the conditions, where conditions are asked for and not what is paid; "" for all of it."""
    if "eligibility" not in intents or set(intents) & _OF_MORE:
        return ""
    return conditions_of("".join(tidy(passage.text) for passage in run))


def conditions_of(text: str) -> str:
    """A sentence without the pieces that say what is paid; "" where it has none, or nothing else."""
    pieces = _pieces(text)
    kept = [piece for piece in pieces if not _BENEFIT.search(_BRACKETS.sub("", piece))]
    if not kept or len(kept) == len(pieces):
        return ""
    return tidy(_OPENS.sub("", "".join(kept).rstrip("，；。的")))


_OPENS = re.compile(r"^对(?=[^，]{4})")
_BRACKETS = re.compile(r"（[^（）]*）")


def _pieces(text: str) -> list[str]:
    """A sentence cut behind its commas and semicolons, never inside brackets."""
    pieces, depth, begin = [], 0, 0
    for place, character in enumerate(text):
        depth += {"（": 1, "）": -1}.get(character, 0)
        if character in "，；。" and depth <= 0:
            pieces.append(text[begin : place + 1])
            begin = place + 1
    return [*pieces, text[begin:]] if text[begin:] else pieces


def _worded(topic: Topic, intents: Collection[str], said: Collection[str]) -> list[ScoredPassage]:
    """Passages of the best clause (or nearly as good ones) worded as the question wants; only for single wishes.

    `said`: what earlier questions of the message were answered with; the next question wants something else.
    """
    for wish, pattern in _WORDED.items():
        if wish not in intents or (wish == "eligibility" and "amount" in intents):
            continue
        best = topic.scored[0]
        near = [
            entry
            for entry in topic.scored[: 40 if wish == "repeals" else 12]
            if pattern.search(entry.passage.text)
            and (
                entry.score >= best.score - MARGIN
                or entry.passage.clause_id == best.passage.clause_id
                or wish == "repeals"
            )
            and entry.score >= best.score - REACH
        ]
        if wish == "eligibility":  # what is required, rather than what is paid
            near = [entry for entry in near if not _pays(entry.passage.text)] or near[:1]
        near = [entry for entry in near if entry.passage.text not in said] or near
        if near:
            return near[:1] if wish == "repeals" else near[:2]
    return []


def _pays(text: str) -> bool:
    return has_figure(text) and re.search(r"奖励|补助|补贴|给予", text) is not None


def _defining(term: str, scored: Sequence[ScoredPassage]) -> Passage | None:
    """The passage that says what the term stands for: beside one that only uses it, in the same clause."""
    clauses = [e.passage.clause_id for e in scored[:12] if term in e.passage.text]
    for entry in scored[:40]:
        if term in entry.passage.text and _defined(term, entry.passage.text):
            return entry.passage
    shape = _numbers_in(term)
    for entry in scored[:60]:
        if shape and entry.passage.clause_id in clauses and shape <= _counted(entry.passage.text):
            return entry.passage
    return None


def _numbers_in(term: str) -> set[str]:
    """“1+2+N”: the counts a formula is made of."""
    return set(re.findall(r"\d+", term)) if re.fullmatch(r"[\dNnXx]+(?:[+＋][\dNnXx]+)+", term) else set()


def _counted(text: str) -> set[str]:
    return set(re.findall(r"(\d+)个", text))


def pointer(topic: Topic, evidence: Evidence) -> Iterator[DraftSentence]:
    """When a city's text only refers elsewhere for a matter (具体参见…), that is worth saying."""
    for entry in topic.scored[:4]:
        if re.search(r"(?:具体)?参见|具体政策详询|另行制定|按.{2,20}执行", entry.passage.text):
            yield replace(claim([entry.passage], topic.region, evidence), context=True)
            return


def undefined_term(question: str, passages: Sequence[Passage]) -> str:
    """A quoted term the question asks about that the passages use without saying what it stands for.

    A definition stands in front of the term as a list (甲、乙、丙“三位一体”), or behind it (即, 是指, 包括, brackets).
    """
    for term in re.findall(r"[“\"]([^”\"]{2,12})[”\"]", question):
        uses = [passage.text for passage in passages if term in passage.text]
        if uses and not any(_defined(term, text) for text in uses):
            return str(term)
    return ""


def _defined(term: str, text: str) -> bool:
    before, _, after = text.partition(term)
    listed = re.search(r"、[^，。；]{1,40}$", before.rstrip('“"')) is not None
    behind = (
        r"[”\"]?(?:[^，。；、]{0,6})(?:，?(?:即|是指|系指|指的?是|包括)|（|\(|：)"
        r"|[”\"]?[^，。；、]{1,12}(?:、[^，。；、]{2,20}){2}"  # 重点打造甲、乙、丙
    )
    return listed or re.match(behind, after) is not None


def claim(passages: Sequence[Passage], region: str, evidence: Evidence) -> DraftSentence:
    """One claim in the passages' own words, on one card."""
    n = evidence.cite_run(passages)
    text = "".join(tidy(passage.text) for passage in passages)
    return DraftSentence(f"{region}：{text}", "claim", (n,), region)


def in_reading_order(passages: Sequence[Passage]) -> list[Passage]:
    """Clauses stay in order of relevance; within a clause the text's own order reads better."""
    clauses = list(dict.fromkeys(passage.clause_id for passage in passages))
    return sorted(passages, key=lambda p: (clauses.index(p.clause_id), p.spans[0]))
