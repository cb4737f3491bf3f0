"""Documents are said to stand as they do on the day, and a sentence about one city rests on no other's document."""

from __future__ import annotations

import re
from typing import Final

from assistant.claims.nearest import nearest_sentence
from assistant.gates.model import Checked, Context, Failure
from assistant.gates.words import plain
from index.documents.model import PolicyDocument
from index.documents.status import document_status
from index.vocabulary.lexicon import general_lexicon

_IN_FORCE: Final = re.compile(
    r"(?<!是否)(?<!不)(?:现行有效|仍然?有效|依然有效|继续有效|正在(?:施行|执行|实施)|现行(?:的)?政策|正式(?:施行|实施|发布|出台|印发|生效)"
    r"|(?:是(?!否)|为|属于|系)[^，。；否]{0,6}正式(?:文本|文件|政策)"
    r"|已(?:经)?(?:正式)?(?:施行|生效|实施|出台|发布)|(?:目前|现在|当前)(?:是)?有效)"
)
_DRAFT: Final = re.compile(r"征求意见|(?<!测算)草案|草稿|未定稿|意见稿")  # 测算草案: a rule nobody has approved
_ENDED: Final = re.compile(
    r"(?:已|已经|早已)[^，。；（）]{0,16}(?:到期|届满|失效|过期|结束|终止|期满|截止)|(?:已|早已)(?:超过|过了?)[^，。；]{0,8}有效期|有效期[^，。；]{0,12}(?:已过|已届|届满)"
    r"|不再有效|(?:已经?)失效|已过(?:有效)?期|已?过期的?"
)
_LASTING: Final = re.compile(
    r"(?:仍|还|尚|正)?(?:处于|处在|在)(?:其)?(?:有效期|执行期)(?:限)?(?:之)?内|(?:尚未|还没有?|未)(?:到期|届满|过期)|继续(?:有效|执行|施行|适用)"
)
_NOT_YET: Final = re.compile(r"(?:尚未|还没有?|未)(?:开始)?(?:施行|生效|执行|实施|开始)(?!完)")
_GOES_ON: Final = re.compile(r"继续|仍|依然|有效|施行|执行|适用|生效")
_ABOLISHED: Final = re.compile(
    r"(?:已经?|现已|早已|均已|被)(?:宣布|予以)?(?:废止|作废|取消|撤销|停止执行|停止施行)|不再(?:施行|执行|适用)"
)
_REPEALED: Final = re.compile(r"废止|不再|失效|停止|终止|作废|无效|取代|不适用")
_DENIED: Final = re.compile(r"(?:不是|并非|不属于|未|没有|不再是|非)[^，。；]{0,4}$")
_HEDGED: Final = re.compile(
    r"(?:如|若|如果|假如|一旦|是否|请|待|以|有无|尚无|尚未|没有|未见|未|不是|并非|非|能否|至于)[^，。；]{0,14}$"
)
_SAYS: Final = {
    "draft": (_DRAFT,),
    "draft_expired": (_DRAFT,),
    "expired": (_ENDED, re.compile(r"到期|届满|失效|过期|截止|期限[^，。；]{0,10}(?:止|结束)")),
    "not_yet": (_NOT_YET, re.compile(r"起(?:施行|执行|生效)")),
    "repealed": (re.compile(r"废止|不再施行"),),
    "superseded": (re.compile(r"此前规定|替代|废止|被.{0,12}取代"),),
    "unverified": (re.compile(r"未载明期限|核实"),),
    "in_force": (),
}  # fmt: skip


def status(checked: Checked, context: Context) -> Failure | None:
    """Raises nothing; only the documents a sentence names or rests on are judged."""
    if failure := _revived(checked):
        return failure
    documents = _spoken_of(checked, context)
    for segment in re.split("[，。；]", checked.text) if len(documents) > 1 else [checked.text]:
        failures = [_misstated(document, segment, checked, context) for document in documents]
        if failures and all(failures):  # of several documents each part of a sentence speaks of one
            return failures[0]
    return _banner(checked, context)


def _revived(checked: Checked) -> Failure | None:
    """A document that the cited one repeals is not said to go on."""
    for document in checked.documents:
        for repeal in document.repeals:
            said = [words for words in (repeal.number, repeal.name) if words and plain(words) in plain(checked.text)]
            if said and _GOES_ON.search(checked.text) and not _REPEALED.search(checked.text):
                return Failure("status", f"{repeal.number or repeal.name}已不再施行。")
    return None


def _spoken_of(checked: Checked, context: Context) -> list[PolicyDocument]:
    """The documents a sentence cites; without marks those it names, of the answer's documents those of its place."""
    if checked.documents:
        return list(checked.documents)
    library = context.sources.library
    known = list(library.documents.values())
    named = [d for d in known if any(alias in checked.text for alias in (d.title, d.short_title))]
    if named:
        return named
    in_use = [library.documents[each] for each in context.documents] or known
    for places in (places_in(checked.text), [checked.region]):
        if found := [document for document in in_use if document.region in places]:
            return found
    return in_use if context.documents else []


def _misstated(document: PolicyDocument, text: str, checked: Checked, context: Context) -> Failure | None:
    standing = document_status(document, context.as_of).status
    name = f"《{document.title}》"
    if standing in ("draft", "draft_expired", "expired", "not_yet", "repealed", "superseded", "unverified"):
        for match in _IN_FORCE.finditer(text):
            if not _HEDGED.search(text[: match.start()]) and not _in_text(
                text[match.start() : match.end() + 3], checked
            ):
                return Failure("status", f"{name}不是现行有效的正式文件，不能说“{match.group()}”。")
    if standing in ("in_force", "not_yet", "expired") and len(checked.documents) <= 1:
        match_ = _DRAFT.search(text)
        if match_ and not _DENIED.search(text[: match_.start()]) and not _in_text(match_.group(), checked):
            return Failure("status", f"{name}不是征求意见稿。")
    if standing in ("draft", "draft_expired"):
        match_ = _DRAFT.search(text)
        if match_ and re.search(r"(?:不是|并非|不属于|不再是)[^，。；]{0,4}$", text[: match_.start()]):
            return Failure("status", f"{name}是征求意见稿。")
    if standing not in ("repealed", "superseded"):
        match_ = _ABOLISHED.search(text)
        told = match_ and (_HEDGED.search(text[: match_.start()]) or _in_text(match_.group()[-2:], checked))
        if match_ and not told and not _names_repealed(document, text):
            return Failure("status", f"{name}没有废止。")
    lasting = _LASTING.search(text) if standing in ("expired", "draft_expired") else None
    if lasting and not _HEDGED.search(text[: lasting.start()]):
        return Failure("status", f"{name}的有效期已经届满，不能说“{lasting.group()}”。")
    if standing == "in_force" and (match_ := _NOT_YET.search(text)) and not _in_text(match_.group(), checked):
        return Failure("status", f"{name}现行有效，不能说“{match_.group()}”。")
    if standing in ("in_force", "draft", "not_yet") and len(checked.documents) <= 1:
        match_ = _ENDED.search(text)
        if match_ and not _HEDGED.search(text[: match_.start()]) and not _in_text(match_.group(), checked):
            return Failure("status", f"{name}在这一天没有到期，不能说“{match_.group()}”。")
    return None


def _names_repealed(document: PolicyDocument, text: str) -> bool:
    """Whether the sentence speaks of a document that this one repeals."""
    said = plain(text)
    names = [words for each in document.repeals for words in (each.number, each.name) if words]
    return any(plain(words) in said for words in names) or "《" in text


def _in_text(words: str, checked: Checked) -> bool:
    return any(words in source.text for source in checked.sources)


def _banner(checked: Checked, context: Context) -> Failure | None:
    """Where the whole answer is known, a text that is no policy in force is called so somewhere in it."""
    if context.answer_text is None:
        return None
    for document in checked.documents:
        standing = document_status(document, context.as_of).status
        says = _SAYS[standing]
        if says and not any(
            not re.search(r"(?:不是|并非|不属于|不再是)[^，。；]{0,4}$", context.answer_text[: match.start()])
            for pattern in says
            for match in pattern.finditer(context.answer_text)
        ):
            word = {"draft": "征求意见稿", "draft_expired": "征求意见稿", "expired": "已到期的文本"}.get(standing, "")
            return Failure("status", f"回答没有说明《{document.title}》是{word or '没有生效的文本'}。")
    return None


_ABSENT: Final = re.compile(r"未收录|没有收录|没收录|不包括|没有[^，。；]{0,12}规定|未[^，。；]{0,8}规定")


def region(checked: Checked, context: Context) -> Failure | None:
    if not checked.cited:
        return _elsewhere(checked, context)
    named = places_in(checked.text) or ([checked.region] if checked.region else [])
    for place in named:
        if not any(speaks_for(document, place) for document in checked.documents) and not _printed(
            place, checked, context
        ):
            held = "、".join(document.region for document in checked.documents)
            return Failure("region", f"句中说的是{place}，所引的却是{held}的文件。")
    return None


def _printed(place: str, checked: Checked, context: Context) -> bool:
    """Whether the clause speaks of the place where it says what the sentence says: 长沙国际工程机械展."""
    texts = [source.text for source in checked.sources]
    if place not in {document.region for document in context.sources.library.documents.values()}:
        return any(place in text for text in texts)  # a part of the city, or one that has no document here
    nearest, _ = nearest_sentence(checked.text, texts)
    return place in nearest


def _elsewhere(checked: Checked, context: Context) -> Failure | None:
    """Without a mark: what is said of a city is said of one whose documents the answer rests on."""
    if not context.documents or checked.kind == "question" or _ABSENT.search(checked.text):
        return None
    in_use = [context.sources.library.documents[each] for each in context.documents]
    asked = places_in(context.user_text)
    for place in places_in(checked.text):
        if place not in asked and not any(speaks_for(document, place) for document in in_use):
            held = "、".join(document.region for document in in_use)
            return Failure("region", f"句中说的是{place}，回答所依据的却是{held}的文件。")
    return None


def places_in(text: str) -> list[str]:
    """The cities and provinces a text names, those without documents here included."""
    found = [m.concept for m in general_lexicon().find(text) if m.kind in ("region", "other_region")]
    return list(dict.fromkeys(found))


def speaks_for(document: PolicyDocument, place: str) -> bool:
    """A city's document speaks for the city, a province's for its cities too."""
    return place == document.region or (document.region_level == "province" and place != document.region) or (
        place == document.province
    )  # fmt: skip
