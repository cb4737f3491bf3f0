"""What is not answered, and said so: requests we do not serve, places and matters the policies do not hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from assistant.decide.topic import Topic
from assistant.drafting import phrases
from assistant.drafting.draft import DraftSentence
from assistant.drafting.wording import joined
from assistant.reading.asking import whole
from assistant.reading.model import Understanding
from index.documents.library import Library
from index.documents.model import PolicyDocument
from index.documents.numbering import chinese_number
from index.vocabulary.lexicon import general_lexicon

# Asked for these, what is meant is what stands in a document.
_OF_CONTENT = frozenset({"define", "procedure", "reason", "summary", "yes_no"})
_TITLE = re.compile(r"《([^《》]{6,40})》")
_OWN = re.compile("自己|(?<!市)(?<!省)本级|当地(?:政策|有|给)|另(?:外|有)|自家")
_REFUSALS = {
    "prompt_leak": phrases.REFUSE_LEAK,
    "fraud": phrases.REFUSE_FRAUD,
    "offtopic": phrases.REFUSE_OFF_TOPIC,
    "invent": phrases.REFUSE_INVENT,
    "injection": phrases.REFUSE_INVENT,
}


def held(library: Library, regions: Collection[str]) -> str:
    """What there is instead: of the places asked about the documents by their short names, else the places."""
    named = [d.short_title for d in library.documents.values() if d.region in regions]
    return joined(named) if named else f"{joined(list(dict.fromkeys(library.regions)))}的产业政策"


def refused(understood: Understanding, library: Library) -> list[DraftSentence]:
    """The polite no to a request we do not serve."""
    assert understood.refusal is not None
    text = _REFUSALS[understood.refusal]
    return [DraftSentence(text, "frame")]


def missing_clauses(understood: Understanding, library: Library) -> list[DraftSentence]:
    """`第27条` of a document that has 26."""
    sentences: list[DraftSentence] = []
    for reference in understood.references:
        if reference.clause_ids:
            continue
        for missing_in, count in reference.missing[:3]:
            clause = library.clause(missing_in) if "/" in missing_in else None
            document = library.documents[clause.document_id if clause else missing_in]
            annex = re.match(r"附件\s*[\d一二三四五六七八九十]+", reference.text)
            no_annex = annex is not None and not library.has_clause(f"{document.id}/{_canonical(annex.group())}")
            asked = annex.group() if annex and no_annex else reference.text
            what = clause.label if clause else _where(asked)
            text = phrases.NOT_HERE_CLAUSE.format(
                title=document.title, clause=reference.text, where=what, count=f"{count}{_unit(asked)}"
            )
            sentences.append(DraftSentence(text, "frame", region=document.region))
    return sentences


def meant_clauses(understood: Understanding) -> list[str]:
    """The clauses named; 附件9的第2条 is none of the document's own where there is no 附件9."""
    found: list[str] = []
    in_missing = False
    for reference in understood.references:
        if reference.text.startswith("附件"):
            in_missing = not reference.clause_ids
        if not in_missing:
            found += reference.clause_ids
    return found


def _canonical(annex: str) -> str:
    """附件 九 → 附件9."""
    return f"附件{chinese_number(annex.removeprefix('附件').strip())}"


def _unit(reference: str) -> str:
    """What is counted: 附件9 → 个附件, 第四部分 → 个部分, 第十条第五款 → 款."""
    for word, unit in (("款", "款"), ("条", "条"), ("部分", "个部分"), ("附件", "个附件")):
        if word in reference:
            return unit
    return "条"


def _where(reference: str) -> str:
    """附件8第5条 is missing in 附件8, anything else in the document."""
    annex = re.match(r"附件\s*[\d零一二三四五六七八九十]+(?=\s*的?\s*第?.*条)", reference)
    return annex.group() if annex else "该文件"


def absent(matters: Sequence[str], library: Library, documents: Sequence[PolicyDocument] = ()) -> list[DraftSentence]:
    """Deadlines, telephone numbers, results: the documents meant (else all) do not hold them."""
    what = joined(list(matters))
    named = joined([document.short_title for document in documents]) if documents else held(library, ())
    return [
        DraftSentence(phrases.NOT_HERE_CONTACT.format(what=what), "frame"),
        DraftSentence(phrases.HELD.format(held=named), "frame"),
    ]


def not_held(understood: Understanding, library: Library) -> list[DraftSentence]:
    """《绍兴市数字经济促进条例》: a document named by its title of which no text held says anything."""
    mentions = understood.document_mentions
    strangers = [m.title for m in mentions if not m.held and not m.clause_ids and m.text.startswith("《")]
    if not mentions and understood.intents <= _OF_CONTENT:
        strangers = referred_to(whole(understood), library)
    if not strangers or any(m.held or m.clause_ids for m in mentions):
        return []
    named = joined([f"《{title}》" for title in dict.fromkeys(strangers)])
    return [
        DraftSentence(phrases.NOT_HELD.format(titles=named), "frame"),
        DraftSentence(phrases.HELD.format(held=held(library, understood.cities)), "frame"),
    ]


def referred_to(text: str, library: Library) -> list[str]:
    """产业集群促进管理办法里怎么打分: documents that a text held refers to, named in `text`, themselves not held."""
    titles = {title for document in library.documents.values() for title in _TITLE.findall(document.source)}
    own = {document.title for document in library.documents.values()}
    return [title for title in sorted(titles - own) if title in text]


def other_places(understood: Understanding, library: Library) -> list[DraftSentence]:
    places = joined(list(dict.fromkeys(document.region for document in library.documents.values())))
    text = phrases.NOT_HERE_PLACE.format(place=joined(list(understood.other_places)), places=places)
    return [DraftSentence(text, "frame")]


def stands_in(understood: Understanding, library: Library) -> Iterator[DraftSentence]:
    """A county without documents of its own is answered with its city's, and told so."""
    if understood.profile or not _OWN.search(whole(understood)):
        return
    for mention in general_lexicon().find(whole(understood)):
        place = mention.concept
        if mention.kind == "region" and place not in library.regions:
            serving = library.serving(place)
            if serving and serving in understood.cities:
                yield DraftSentence(phrases.STANDS_IN.format(place=place, serving=serving), "frame", region=serving)


def nothing_held(understood: Understanding, topics: Sequence[Topic], library: Library) -> Iterator[DraftSentence]:
    """The good "not here": what was looked for, where, and what there is instead."""
    regions = list(dict.fromkeys(topic.region for topic in topics)) if understood.cities or understood.provinces else []
    if regions:
        for region in regions:
            yield DraftSentence(phrases.NOT_HERE_CITY.format(region=region, topic=phrases.THIS), "frame", region=region)
    else:
        yield DraftSentence(phrases.NOT_HERE, "frame")
    yield DraftSentence(phrases.LOOKED_IN.format(held=held(library, regions)), "frame")
