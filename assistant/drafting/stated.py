"""What a document says of its own course: how to apply and by when, how long a step takes, what misuse costs.

Such sentences name no award, so likeness to the question finds them badly; they are known by their form, and chosen by
the step that is asked about (初审, 公示, 异议). Each piece of the question that asks something gets its own sentence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import Final

from assistant.drafting.draft import DraftSentence
from assistant.drafting.extracts import CARD_CHARACTERS, claim
from assistant.drafting.select import has_figure
from assistant.evidence import Evidence
from assistant.reading.asking import whole
from assistant.reading.model import Understanding
from index.documents.library import Library
from index.documents.model import ClauseKind, Passage, PolicyDocument
from index.text.ngrams import tokens
from index.text.normalize import nfkc

_LENGTH: Final = r"\d+个?(?:工作)?[日天]|[一二三五七十]+个?(?:工作)?日|\d+个月内|[一二三两]个月内"
_DAY: Final = r"\d{1,2}月(?:\d{1,2}日|底|份)?|每年\d{1,2}月|\d{4}年\d{1,2}月"
_STEPS: Final = (
    "申报|申请|受理|初审|复审|审核|审查|核实|评审|公示|异议|复核|答复|拨付|兑付|兑现|截止|反馈|提交|备案|审定|核查"
    "|征求意见"
)
# What is asked → how it is asked, and how the sentence that tells it is worded.
_ASKED: Final[dict[str, tuple[re.Pattern[str], re.Pattern[str]]]] = {
    "how long": (
        re.compile(r"多久|几[天日]|多长时间|几个(?:工作)?日|多少[天日]|几个月"),
        re.compile(rf"(?=.*(?:{_LENGTH}))(?=.*(?:{_STEPS}))"),
    ),
    "when": (
        re.compile(r"什么时候|啥时候|几月|几号|何时|哪天|截止|到哪一?天|期限"),
        re.compile(rf"(?=.*(?:{_DAY}|{_LENGTH}))(?=.*(?:{_STEPS}))"),
    ),
    "how": (
        re.compile(
            r"(?:怎么|咋|如何|怎样|去哪|在哪|到哪|哪里|什么平台)[^，。？]{0,4}(?:申|报|领|办(?!$)|提|交|兑|弄)|(?:申报|申请|提交|办理|兑现)[^，。？]{0,4}(?:流程|手续|步骤|材料|平台)|流程|走什么程序"
        ),
        re.compile(rf"(?=.*(?:{_STEPS}))(?=.*(?:通过|提交|提出|向|由|平台|部门|材料|组织|会同|属地|信函|邮件))"),
    ),
    "once": (
        re.compile(r"一次(?:性)?(?:给|付|发|拨|兑)|分(?:几)?[年期次]|给完|付清"),
        re.compile(r"(?=.*(?:拨付|兑付|兑现|发放))(?=.*(?:分[一二两三四五\d]年|分期|一次性|各拨付|比例))"),
    ),
    "penalty": (
        re.compile(r"后果|处罚|罚|责任|追究|怎么处理|会怎|骗|虚假|造假|挪用|截留"),
        re.compile(r"追回|追缴|收回|取消.{0,12}资格|不再受理|停止受理|依法.{0,6}(?:追究|处理)|责令|罚款|处分"),
    ),
    "self": (
        re.compile(
            r"(?:要不要|用不用|需不需要|是不是要|要自己)[^，。？]{0,6}(?:申报|申请|报|办)|免申|自动(?:给|发|兑)"
        ),
        re.compile(r"免申|(?:无需|无须|不需要?|不用|免于)(?:企业)?(?:申报|申请)|直接核定"),
    ),
    "funding": (
        re.compile(
            r"(?:钱|资金|经费|财政)[^，。？]{0,8}(?:谁|哪|全|都|怎么|几方|各)[^，。？]{0,4}(?:出|掏|承担|分担|负担|拨)|分担"
        ),
        re.compile(r"(?=.*(?:资金|财政|经费))(?=.*(?:分担|承担|负担|列支))"),
    ),
    "contact": (re.compile(r"电话|联系|邮箱|地址|意见|反馈"), re.compile(r"电话|邮箱|电子邮件|信函|地址|网址")),
}
_TIMED: Final = re.compile(rf"(?=.*(?:{_DAY}|{_LENGTH}))(?=.*(?:{_STEPS}))", re.DOTALL)
_PIECES: Final = re.compile(r"[，,。？?；;、！!\s]+|(?<=[吗呢])")
_BY_FORM: Final = ("once", "funding", "self")  # a sentence of this form is what is asked for, whatever words it shares
_NO_WORDS: Final = frozenset(tokens("奖励补贴补助政策企业资金申报这边我们公司")) - {"申报"}
_HOW_ENOUGH: Final = 1
_RUN: Final = 3
_MOST: Final = 3


@lru_cache(maxsize=8192)
def _words(text: str) -> frozenset[str]:
    return frozenset(tokens(text))


def _inside(text: str, other: str) -> bool:
    """Whether a longer run says all of it."""
    return text.partition("：")[2].rstrip("。") in other


class Stated:
    """Finds in the documents meant what they say of their own course."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def sentences(self, understood: Understanding, evidence: Evidence) -> list[DraftSentence]:
        """A claim for each piece that asks for something of this kind and is told; empty where nothing is."""
        found: dict[str, DraftSentence] = {}
        for document in self.meant(understood):
            for passage in self._told(whole(understood), document):
                run = self._run(passage)
                sentence = claim(run, document.region, evidence)
                found.setdefault(sentence.text, sentence)
        told = [s for text, s in found.items() if not any(text != other and _inside(text, other) for other in found)]
        return told[: _MOST * 2]

    def asked(self, understood: Understanding, names: Collection[str] = tuple(_ASKED)) -> int:
        """How many pieces of the question ask for something of this kind, or of the kinds named."""
        pieces = [p for p in _PIECES.split(whole(understood)) if p]
        return sum(any(_ASKED[name][0].search(piece) for name in names) for piece in pieces)

    def tells(self, understood: Understanding) -> bool:
        """Whether the documents meant tell what is asked."""
        return any(True for document in self.meant(understood) for _ in self._told(whole(understood), document))

    def meant(self, understood: Understanding) -> list[PolicyDocument]:
        """The documents named; else those of the places named that no newer one has replaced."""
        if understood.documents:
            return [self._library.documents[d] for d in understood.documents]
        places = understood.cities or understood.provinces
        own = [d for d in self._library.documents.values() if d.region in places]
        years = set(re.findall(r"20\d\d", whole(understood)))
        dated = [d for d in own if d.issued and str(d.issued.year) in years]
        return dated or [d for d in own if not d.superseded_by]

    def _told(self, question: str, document: PolicyDocument) -> Iterator[Passage]:
        title = re.sub("[（(][^（）()]*[）)]", "", document.title)
        common = set(tokens(title)) | set(tokens(document.region))
        told: dict[str, Passage] = {}
        wider = {t for t in tokens(nfkc(question)) if len(t) > 1} - common
        for piece in (p for p in _PIECES.split(question) if p):
            asked = [form for ask, form in _ASKED.values() if ask.search(piece)]
            if not asked:
                continue
            own = {t for t in tokens(nfkc(piece)) if len(t) > 1} - common
            best = self._best(document, asked, own) or self._best(document, asked, wider)
            for passage in best:
                told.setdefault(passage.id, passage)
        yield from sorted(told.values(), key=lambda p: p.spans[0])

    def _best(self, document: PolicyDocument, forms: Sequence[re.Pattern[str]], own: set[str]) -> list[Passage]:
        """Of the sentences in a form that is asked for the one that shares most of the piece's words."""
        scored = []
        own = own - _NO_WORDS
        alone = [form for name in _BY_FORM if (form := _ASKED[name][1]) in forms]
        for passage in document.passages:
            if self._library.clause(passage.clause_id).kind in (ClauseKind.TITLE, ClauseKind.FURNITURE):
                continue
            text = nfkc(passage.text)
            matching = sum(1 for form in forms if form.search(text.replace("\n", "")))
            shared = len(own & _words(text))
            pays = has_figure(text) and not re.search("追|取消|拨付|兑付|发放", text)
            enough = shared >= (_HOW_ENOUGH if list(forms) == [_ASKED["how"][1]] else 1)
            by_form = any(form.search(text) for form in alone)
            if matching and (by_form or (enough and not pays)):
                scored.append((shared + matching, passage))
        if not scored:
            return []
        most = max(score for score, _ in scored)
        return [passage for score, passage in scored if score == most][:_MOST]

    def _run(self, passage: Passage) -> list[Passage]:
        """The sentence with its neighbours of the same clause that go on about the course of things."""
        siblings = list(self._library.passages_of(passage.clause_id))
        place = siblings.index(passage)
        run = [passage]
        for step in (1, -1):
            at = place + step
            while 0 <= at < len(siblings) and len(run) < _RUN and _TIMED.search(siblings[at].text):
                if sum(len(p.text) for p in run) + len(siblings[at].text) > CARD_CHARACTERS:
                    break
                run = [*run, siblings[at]] if step > 0 else [siblings[at], *run]
                at += step
        return run
