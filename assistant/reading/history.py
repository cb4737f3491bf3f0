"""Follow-ups: what a short turn leaves out is taken from the turns before it, and listed.

The result is a text of its own, composed of pieces that know whether they stand in the question (and where) or
come from an earlier turn. Everything else reads that text; nothing is merged afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Turn
from assistant.reading.acts import SMALL_TALK, asked
from assistant.reading.composing import (
    Composed,
    Piece,
    edited,
    meet,
    question_spans,
    question_words,
    same_label,
    shared,
    target,
)
from assistant.reading.dates import find_dates
from assistant.reading.follow_ups import Read, State, TurnReader, of_the_past, short_level
from assistant.reading.model import Carried
from assistant.reading.patterns import load
from assistant.reading.places_and_documents import find_places
from assistant.reading.requests import check_safety
from assistant.reading.script import simplified
from assistant.reading.segments import clean, segments
from assistant.reading.statements import kind_of
from index.documents.model import Span

TURNS = 6  # user turns looked back at; a hotline conversation that long has changed its topic
ANSWERS = 4  # characters that a reply shares with what was asked back, so that it answers it
_EDGE = " \t\r\n，,。；;：:、？?！!"
_HAN = re.compile(r"[一-鿿A-Za-z\d]")


class Conversation(TurnReader):
    """Reads turns against the library's names and the lexicon's words."""

    # ---- the turns before --------------------------------------------------------------------------------------

    def state(self, history: Sequence[Turn]) -> State:
        """What the last user turns leave standing. The assistant's words count only as its question."""
        users = [turn for turn in history if turn.role == "user" and turn.content.strip()][-TURNS:]
        state = State()
        for turn in users:
            text = simplified(clean(turn.content)[:2000])
            safety = check_safety(text, names_policy=self.has_topic(text))
            if safety.refusal or asked(text) & {"greeting"}:
                continue
            composed = self.compose(text, state)
            found = self.read(composed.text)
            homes = tuple(self.library.documents[d].region for d in found.documents)
            state = State(
                composed.text,
                found.places.cities or tuple(h for h in homes if h in self._cities) or state.cities,
                found.documents or (state.documents if composed.follow_up else ()),
                found.clauses or (state.clauses if composed.follow_up else ()),
            )
        last = history[-1] if history else None
        if last is None or last.role != "assistant" or not state.text:
            return state
        said = clean(last.content)[:2000]
        tail = said.strip()[-120:]
        asked_back = tail if load("history").has("assistant_asks", tail) else ""
        cities, documents = state.cities, state.documents
        if not cities:  # the assistant answered for one city and the talk goes on about it
            answered = find_places(said, self.library, self.lexicon).cities
            cities = answered if len(answered) == 1 else ()
        return State(state.text, cities, documents, state.clauses, asked_back)

    # ---- composing ---------------------------------------------------------------------------------------------

    def compose(self, question: str, state: State) -> Composed:
        """`question` made self-contained. A complete new question takes over the city and nothing else."""
        if not state.text:
            return Composed((Piece(question, 0),))
        new, old = self.read(question), self.read(state.text)
        kind = self._relation(new, state)
        if kind == "talk":
            return Composed((Piece(question, 0),))
        if kind == "new":
            return self._with_city(question, new, state)
        if kind == "topic":
            return self._new_topic(new, old, state)
        return self._same_topic(new, old, state)

    def _relation(self, new: Read, state: State) -> str:
        """new: complete by itself · topic: 那小巨人呢, a new topic for the old question · same: the old topic."""
        patterns = load("history")
        lead = patterns["lead"].search(new.text)
        follows = lead is not None or patterns.has("tail", new.text)
        own_topic = bool(new.topics or new.references or new.documents)
        unplaced = "".join("" if any(a <= i < b for a, b in new.regions) else c for i, c in enumerate(new.text))
        anaphora = patterns.has("anaphora", patterns["inside_question"].sub("", unplaced))
        if new.intents and new.intents <= SMALL_TALK:
            return "talk"
        if new.places.others and new.intents and not follows:
            return "new"
        if any(f.role == "prior" for f in new.facts) and not new.intents:
            return "same"
        if anaphora and not (new.intents and (own_topic or new.places.cities) and not follows):
            return "same"
        if patterns.has("likewise", new.text) and not (new.topics or new.references):
            return "same"
        if state.asked and not new.intents and shared(state.asked, new.text) >= ANSWERS:
            return "same"  # 列入关键零部件清单, said to 是否在关键零部件…清单内？
        if own_topic:
            if new.intents and not (lead and lead.group().strip().startswith(("那", "如果", "要是", "换"))):
                return "new"
            short = len(new.text) <= 24 and len(new.facts) <= 2
            return "topic" if follows or short else "new"
        if follows or (state.asked and len(new.text) <= 24):
            return "same"
        if new.places.cities and new.intents & {"list", "match_profile"}:
            return "new"
        asks_fully = bool(new.intents) and len(self._content(new)) >= (4 if new.places.cities else 7)
        return "new" if asks_fully or len(new.text) > 40 else "same"

    def _content(self, new: Read) -> str:
        """What is left of a turn beside its mentions, question words and particles."""
        dates = [when.at for when in find_dates(new.text, self.as_of)]
        spans = [*new.regions, *new.references, *dates, *(f.at for f in new.facts), *question_spans(new.text)]
        text = "".join(c for i, c in enumerate(new.text) if not any(a <= i < b for a, b in spans))
        return "".join(_HAN.findall(load("history")["filler"].sub("", text)))

    def _with_city(self, question: str, new: Read, state: State) -> Composed:
        named = new.places.cities or new.places.provinces or new.places.others or new.documents
        if named or not state.cities:
            return Composed((Piece(question, 0),))
        city = "、".join(state.cities)
        return Composed((Piece(f"{city}："), Piece(question, 0)), False, (Carried("city", city, "沿用上文的城市"),))

    def _new_topic(self, new: Read, old: Read, state: State) -> Composed:
        """Old city, level and question words; new topic."""
        start, end = self._kernel(new.text)
        pieces, carried = [Piece(new.text[start:end], start)], []
        before: list[str] = []
        if not (new.places.cities or new.places.others or new.places.provinces):
            still = new.references or old.documents
            if still and not new.documents and state.documents:
                title = self.library.documents[state.documents[0]].short_title
                before.append(title)
                carried.append(Carried("document", title, "仍在谈这份文件"))
            elif not new.documents and state.cities:
                before.append("、".join(state.cities))
                carried.append(Carried("city", before[0], "沿用上文的城市"))
        levels = [f for f in old.facts if f.kind == "level" and f.role == "given"]
        if len(levels) == 1 and not new.names_level and not new.references:
            before.append(levels[0].text)
            carried.append(Carried("level", levels[0].text, "沿用上文的级别"))
        if not new.intents:
            tail = question_words(old.text)
            if tail:
                pieces.append(Piece(tail))
                carried.append(Carried("intent", tail, "沿用上文的问法"))
        return Composed((*(Piece(text) for text in before), *pieces), True, tuple(carried))

    def _same_topic(self, new: Read, old: Read, state: State) -> Composed:
        """The old question, with what the turn names put in the place of its like."""
        edits, leftover = self._edits(new, old)
        drop = self._contradicted(new, old)
        if new.intents or drop:
            drop += question_spans(old.text) if new.intents else []
        pieces = edited(old.text, edits, [span for span in drop if not any(meet(span, e[0]) for e in edits)], new.text)
        if new.regions and not old.regions:
            first = new.regions[0]
            if not leftover:
                pieces.insert(0, Piece(new.text[slice(*first)], first[0]))
        elif state.cities and not old.regions and not new.places.others:
            pieces.insert(0, Piece("、".join(state.cities) + "："))
        rest = self._rest(new, leftover, {edit[1] for edit in edits}, state)
        if rest and pieces and pieces[-1].origin is None:
            pieces[-1] = Piece(pieces[-1].text.rstrip(_EDGE))
        pieces += rest
        carried = "".join(p.text for p in pieces if p.origin is None).strip(_EDGE)
        carried = carried.removeprefix("的")
        listed = (Carried("topic", carried, "承接上文的问题"),) if carried else ()
        return Composed(tuple(pieces), True, listed)

    def _rest(self, new: Read, leftover: bool, used: set[Span], state: State) -> list[Piece]:
        """The turn's own words, unless all of them already stand in the old question's places."""
        answer = self._short_answer(new.text, state.asked)
        if answer:
            return [Piece("，"), Piece(answer)]
        start, end = self._kernel(new.text)
        unplaced = [span for span in (*new.regions, *(f.at for f in new.facts)) if span not in used]
        if not leftover and not unplaced and not new.intents:
            return []
        if not leftover and not new.intents and all(span in new.regions for span in unplaced):
            return []
        label = self._asked_label(new, state)
        return [Piece("，" + label), Piece(new.text[start:end], start)] if start < end else []

    def _short_answer(self, text: str, asked: str) -> str:
        """是 or 没有, said to the assistant's 是否列入市重点？ → 列入市重点 / 没有列入市重点."""
        patterns = load("history")
        what = None
        for match in patterns["whether"].finditer(asked):
            what = match["what"].removeprefix("已经").removeprefix("已").rstrip("吗呢")
        if what is None:
            return ""
        if patterns.has("no", text):
            return "没有" + what
        return what if patterns.has("yes", text) else ""

    def _asked_label(self, new: Read, state: State) -> str:
        """5000万, said to 设备投资额是多少？ → 设备投资额5000万."""
        sums = [f for f in new.facts if f.kind in ("money", "percent", "quantity")]
        if not state.asked or not sums or sums[0].label or new.topics:
            return ""
        question = re.split(r"[。！!\n，,：:]", state.asked.rstrip("？? "))[-1].removeprefix("请").removeprefix("问")
        if kind_of(question.replace("多少", sums[0].text)) in ("received", "received_elsewhere"):
            return "之前领过"
        nearest = None
        for match in load("facts")["measure"].finditer(question):
            nearest = match
        return nearest.group() if nearest else ""

    def _edits(self, new: Read, old: Read) -> tuple[list[tuple[Span, Span]], bool]:
        """(old span, new span) of mentions of one kind; whether the turn says more than these mentions."""
        edits: list[tuple[Span, Span]] = []
        leftover = len(self._content(new)) > 1
        alike = load("history").has("likewise", new.text)  # 绍兴有类似的吗: the same matter there, nothing to compare
        if new.regions and old.regions and (alike or not new.intents & {"compare", "reason"}):
            edits.append((old.regions[0], new.regions[0]))
            edits += [(extra, (0, 0)) for extra in old.regions[1:]]
        for kinds in (("level",), ("grade",), ("money",), ("percent", "points"), ("quantity",)):
            fresh = [f for f in new.facts if f.kind in kinds and f.role != "prior" and not of_the_past(f, new)]
            stale = [f for f in old.facts if f.kind in kinds and f.role not in ("prior", "upper_award")]
            if kinds == ("level",) and len(fresh) == 1 and not stale and (short := short_level(old)):
                edits.append((short, fresh[0].at))
            if not fresh or not stale:
                continue
            if len(fresh) == 1 and not leftover:
                edits.append((target(fresh[0], stale).at, fresh[0].at))
                if kinds[0] in ("level", "grade"):
                    edits += [(f.at, (0, 0)) for f in stale if f.at != edits[-1][0]]
            elif kinds[0] in ("level", "grade"):
                edits += [(f.at, (0, 0)) for f in stale]
            else:
                alone = kinds[0] == "percent" and len(fresh) == len(stale) == 1
                edits += [(f.at, (0, 0)) for f in stale if alone or any(same_label(f, g) for g in fresh)]
        taken: list[tuple[Span, Span]] = []
        for edit in edits:
            if not any(meet(edit[0], known[0]) for known in taken):
                taken.append(edit)
        return taken, leftover

    def _contradicted(self, new: Read, old: Read) -> list[Span]:
        """Segments of the old question that the turn takes back: 没列入市重点 before 如果列入了市重点呢."""
        denial = load("history")["contradiction"]
        plain = denial.sub("", load("history")["filler"].sub("", new.text))
        prior = any(f.role == "prior" for f in new.facts)
        found = []
        for segment in segments(old.text):
            words = old.text[segment.start : segment.end]
            stale = any(f.role == "prior" and segment.start <= f.at[0] < segment.end for f in old.facts)
            differs = bool(denial.search(words)) != bool(denial.search(new.text))
            if (prior and stale) or (differs and shared(denial.sub("", words), plain) >= 3):
                found.append((segment.start, min(segment.end + 1, len(old.text))))
        return found

    def _kernel(self, text: str) -> Span:
        """The turn without 那…呢 and 如果是."""
        patterns = load("history")
        lead = patterns["lead"].match(text)
        tail = patterns["tail"].search(text)
        start, end = (lead.end() if lead else 0), (tail.start() if tail else len(text))
        if re.search(r"[？?。]", text[start:end]):
            end = len(text)  # of several asks the last keeps its 呢
        if end <= start:
            return 0, len(text)
        while start < end and text[start] in _EDGE:
            start += 1
        while end > start and text[end - 1] in _EDGE:
            end -= 1
        return start, end
