"""Sentences that are the clause's own words: the passages that answer a topic, or a clause asked for by number."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from assistant.decide.topic import ASKS_IF, OF_ITSELF, Topic
from assistant.drafting import phrases
from assistant.drafting.defining import defining, explaining, undefined_term, with_so_many
from assistant.drafting.draft import DraftSentence
from assistant.drafting.parts import bureau_of, without_bureau
from assistant.drafting.pieces import AMOUNT, conditions_asked, goal_asked, list_asked
from assistant.drafting.rows import rows_asked
from assistant.drafting.select import MARGIN, has_figure, supporting
from assistant.drafting.wording import tidy
from assistant.evidence import Evidence
from index.documents.library import Library
from index.documents.model import ClauseKind, Passage
from index.search.searcher import ScoredPassage

# Title, number, date and signature answer what is asked of the document, and nothing else.
HEADS = (ClauseKind.TITLE, ClauseKind.FRONT_MATTER)
OF_DOCUMENT = frozenset({"issue_info", "bureau", "validity", "summary", "locate", "quote_verbatim", "repeals", "list"})

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
_HANDLED = re.compile(
    r"申[报请领](?!工信部|国家|省)|受理|审[核查定批]|评[审选定]|推送|提[交供]|兑[现付]|拨付|认定.{0,6}程序"
)
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
    if intents & {"define", "list"} and (defined := explaining(question, topic.scored)):
        chosen = [defined]
    elif intents & {"define", "list"} and (counted := with_so_many(question, topic.scored)):
        chosen = [counted]
    chosen = rows_asked(chosen, question, library)
    not_here, stands = "", False
    if wants_figure and _ASKS_SUM.search(question) and not any(_gives_sum(passage.text) for passage in chosen):
        not_here = phrases.NO_AMOUNT.format(region=topic.region)
        stands = "define" in intents  # what the text does say was asked for as well
    elif "define" in intents and (term := undefined_term(question, chosen)):
        if defined := defining(term, topic.scored):
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
        if "target" in intents and (goal := goal_asked(run, topic.own_words) or goal_asked(run, question)):
            sentence = replace(sentence, text=f"{topic.region}：{goal}")
        elif "locate" in intents:
            label = library.clause(run[0].clause_id).label
            sentence = replace(sentence, text=f"{topic.region}{label}：{''.join(tidy(p.text) for p in run)}")
        elif listed := list_asked(run, intents, question):
            sentence = replace(sentence, text=f"{topic.region}：{listed}")
        elif only := conditions_asked(run, intents):
            sentence = replace(sentence, text=phrases.CONDITIONS.format(region=topic.region, conditions=only))
        yield replace(sentence, context=bool(not_here) and not stands)
        for item in _items(run[-1], library):
            yield replace(claim([item], topic.region, evidence), context=bool(not_here))


def says_together(text: str) -> bool:
    """Whether a sentence says what may be taken together."""
    return _WORDED["stacking"].search(text) is not None


def tells_handling(topic: Topic) -> bool:
    """Whether one of the passages that answer says how a matter is applied for or decided."""
    return any(_HANDLED.search(entry.passage.text) for entry in supporting(topic.scored))


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


def pointer(topic: Topic, evidence: Evidence) -> Iterator[DraftSentence]:
    """When a city's text only refers elsewhere for a matter (具体参见…), that is worth saying."""
    for entry in topic.scored[:4]:
        if re.search(r"(?:具体)?参见|具体政策详询|另行制定|按.{2,20}执行", entry.passage.text):
            yield replace(claim([entry.passage], topic.region, evidence), context=True)
            return


def claim(passages: Sequence[Passage], region: str, evidence: Evidence) -> DraftSentence:
    """One claim in the passages' own words, on one card."""
    n = evidence.cite_run(passages)
    text = "".join(tidy(passage.text) for passage in passages)
    return DraftSentence(f"{region}：{text}", "claim", (n,), region)


def in_reading_order(passages: Sequence[Passage]) -> list[Passage]:
    """Clauses stay in order of relevance; within a clause the text's own order reads better."""
    clauses = list(dict.fromkeys(passage.clause_id for passage in passages))
    return sorted(passages, key=lambda p: (clauses.index(p.clause_id), p.spans[0]))
