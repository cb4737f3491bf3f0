"""Sentences about awards: the sum first, then why, then the clause's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Calculation, CitationRole, Missing
from assistant.calculator.conditions import Is, leaves
from assistant.calculator.kinds import Choice, Fixed, Nothing
from assistant.decide.listing import Listed
from assistant.decide.topic import Topic
from assistant.drafting import phrases
from assistant.drafting.draft import DraftSentence
from assistant.drafting.enough import OF_STACKING, adds_nothing, all_levels_asked, enough, speaks_of
from assistant.drafting.extracts import CARD_CHARACTERS
from assistant.drafting.grounds import barred, grounds, only_period, payers, sentence_around
from assistant.drafting.opening import together, whether
from assistant.drafting.remarks import otherwise, remarks
from assistant.drafting.result import rate, result, worth_showing
from assistant.drafting.rule_words import caps_of, rule_words
from assistant.drafting.select import supporting
from assistant.drafting.wording import clipped, tidy
from assistant.evidence import Evidence
from assistant.rulebook.load import BookRule, Rulebook
from assistant.rulebook.wording import apiece
from index.documents.model import Passage
from index.text.figures import scan

NOT_TWICE = "不重复"
WHETHER_BOTH = re.compile("能不能|能否|可不可以|能.{0,8}吗|还是")
QUOTED = 20


class Awards:
    """Phrases the calculations of a topic and cites what they rest on."""

    def __init__(self, rulebook: Rulebook) -> None:
        self._rulebook = rulebook

    def sentences(self, topic: Topic, evidence: Evidence, opening: str = "") -> Iterator[DraftSentence]:
        """For each calculation: its result, what of the clause that leaves open, and the question whose answer matters.

        `opening`: 不是200万元。 said before the first result.
        """
        told_above = frozenset(each.said for each in topic.shut_out)
        if topic.calculations and not opening:
            first = topic.calculations[0]
            opening = together(self._rulebook.rules[first.rule_id], topic)
            opening = opening or (whether(first, topic) if len(topic.calculations) == 1 else "")
        for calculation in topic.calculations:
            if barred(calculation):
                yield from self.refusal(calculation, topic, evidence)
                continue
            entry = self._rulebook.rules[calculation.rule_id]
            cites = self.cites(calculation, topic, evidence)
            n = cites[0]
            each_level = all_levels_asked(entry, calculation, topic)
            text = result(
                calculation,
                topic.region,
                rule=rule_words(entry) if each_level else self.rule_words(calculation, topic),
                caps=self._caps_asked(calculation, topic),
                each_level=each_level,
                apiece=_apiece(calculation, entry),
                more_in_clause=all(isinstance(award, Nothing) for award in entry.rule.awards)
                and any(figure.kind == "money" for figure in scan(entry.rule.quote)),
                opening=opening,
                question=topic.told.text,
                told_above=told_above,
            )
            opening = ""
            yield DraftSentence(text, "derivation", cites, topic.region, calculation.id)
            if worth_showing(calculation):
                yield DraftSentence(phrases.steps(calculation), "derivation", (n,), topic.region, calculation.id)
            for each in cites[1:] if topic.told.asks_share and calculation.semantics != "not_eligible" else ():
                yield DraftSentence(
                    f"{topic.region}：{tidy(evidence.card(each).quote)}", "claim", (each,), topic.region
                )
            questions = self._asked(calculation, topic)
            asked = {each.input for each in questions}
            notes = [] if each_level else list(remarks(calculation, entry, topic.told, asked))
            words = self.told_of(calculation, n, evidence)
            if not enough(calculation, entry, topic, text) and not adds_nothing(words, "".join([text, *notes])):
                yield DraftSentence(f"{topic.region}：{words}", "claim", (n,), topic.region)
            for note in notes:
                yield DraftSentence(note, "derivation", (n,), topic.region, calculation.id)
            if _ASKS_REST.search(topic.told.text) and self._taken_off_elsewhere(calculation):
                yield from self._several_rule([calculation.rule_id], topic, evidence)
            for each_asked in questions:
                yield DraftSentence(each_asked.question, "question", region=topic.region)

    def told_of(self, calculation: Calculation, n: int, evidence: Evidence) -> str:
        """The award's words; of a clause that gives several kinds one after the other those of the kind meant."""
        quote = evidence.card(n).quote
        pieces = [piece for piece in _KINDS.split(quote) if piece.strip()]
        kind = calculation.option
        own = [piece for piece in pieces if kind and kind in piece.replace("“", "").replace("”", "")]
        settled = calculation.semantics in ("exact", "at_most", "not_eligible")
        return tidy(own[0] if settled and len(pieces) > 1 and len(own) == 1 else quote)

    def _asked(self, calculation: Calculation, topic: Topic) -> list[Missing]:
        """What the amount still depends on, asked of who wants a sum of his own; who asks for the rule has it."""
        entry = self._rulebook.rules[calculation.rule_id]
        missing = calculation.missing[:1]
        if missing and missing[0].input in _levels(entry):
            return []  # all of them have been said, each with its sum
        own_case = calculation.inputs or topic.told.tells_of_a_case
        asks_sum = _HOW_MUCH.search(topic.told.text) and not _ASKS_RULE.search(topic.told.text)
        return missing if own_case or asks_sum else []

    def listing(self, found: Listed, region: str, evidence: Evidence) -> Iterator[DraftSentence]:
        """A list of awards, a numbered line each."""
        left = phrases.LEFT_OUT if found.more else ""
        yield DraftSentence(
            phrases.LISTED.format(region=region, matter=found.matter, left_out=left),
            "frame",
            region=region,
            head="list",
        )
        for n, rule in enumerate(found.rules, start=1):
            clause = self._rulebook.library.clause(rule.clause_id)
            source = self._rulebook.library.documents[clause.document_id].source
            start = source.index(rule.rule.quote, clause.start, clause.end)
            card = evidence.cite_span(clause.id, start, start + len(rule.rule.quote))
            text = phrases.ITEM.format(n=n, text=f"{rule.rule.title}：{rule_words(rule)}（{clause.label}）。")
            yield DraftSentence(text, "claim", (card,), region)

    def shut_out(self, topic: Topic, evidence: Evidence) -> Iterator[DraftSentence]:
        """What bars the company from the whole document comes before anything it might get."""
        for each in topic.shut_out:
            if any(each.judged(calculation) for calculation in topic.calculations):
                continue
            around = sentence_around(each.exclusion.clause, each.exclusion.quote, self._rulebook)
            cites = tuple(evidence.cite_span(clause, start, end) for clause, (start, end) in around)
            if not each.excepted:
                said = clipped(each.said, QUOTED)
                text = phrases.MAY_BE_SHUT_OUT.format(said=said, excluded=each.exclusion.text)
                yield DraftSentence(text, "claim", cites, topic.region, head="eligibility")
                more = [n for n in cites if speaks_of(evidence.card(n).quote, topic.told.text, text)]
                for n in more:  # 隔壁台资厂呢: what else of the sentence was asked about
                    yield DraftSentence(f"{topic.region}：{tidy(evidence.card(n).quote)}", "claim", (n,), topic.region)
                continue
            lead = phrases.EXCEPTED_AS_SAID.format(said=clipped(each.excepted, QUOTED))
            yield DraftSentence(lead, "frame", region=topic.region, head="eligibility")
            for n in cites:
                yield DraftSentence(f"{topic.region}：{tidy(evidence.card(n).quote)}", "claim", (n,), topic.region)

    def excluded(self, region: str, evidence: Evidence) -> Iterator[DraftSentence]:
        """Everything that shuts an applicant out of the place's documents."""
        rules = {r.document_id: r.document for r in self._rulebook.rules.values() if self._rulebook.region(r) == region}
        for document in rules.values():
            for exclusion in document.exclusions:
                for clause, (start, end) in sentence_around(exclusion.clause, exclusion.quote, self._rulebook):
                    n = evidence.cite_span(clause, start, end)
                    yield DraftSentence(f"{region}：{tidy(evidence.card(n).quote)}", "claim", (n,), region)

    def absent_levels(self, topic: Topic, evidence: Evidence) -> Iterator[DraftSentence]:
        """`绍兴没有市级…的奖补`: said first, then what the clause gives."""
        for each in topic.absent:
            rule = each.rule
            clause = self._rulebook.library.clause(rule.clause_id)
            source = self._rulebook.library.documents[clause.document_id].source
            start = source.index(rule.rule.quote, clause.start, clause.end)
            n = evidence.cite_span(clause.id, start, start + len(rule.rule.quote))
            text = phrases.NO_LEVEL.format(
                region=topic.region, level=each.level, name=rule.rule.title, held="、".join(each.held)
            )
            yield DraftSentence(text, "frame", region=topic.region, head="amount")
            yield DraftSentence(f"{topic.region}：{tidy(rule.rule.quote)}", "claim", (n,), topic.region)

    def other_policies(self, topic: Topic, evidence: Evidence, *, asked: bool) -> Iterator[DraftSentence]:
        """What the document says of being paid by several policies or by city and county for the same matter.

        `asked`: that is the answer; else it stands beside an award.
        """
        role: CitationRole = "support" if asked else "stacking"
        own = [c.rule_id for c in topic.calculations if OF_STACKING.search(self._rulebook.rules[c.rule_id].rule.quote)]
        if asked or not own:  # else the award's clause says by itself how several go together
            yield from self._several_rule([c.rule_id for c in topic.calculations], topic, evidence, role)

    def _taken_off_elsewhere(self, calculation: Calculation) -> bool:
        """What was paid before is taken off by the document's own rule, and not by the award's words."""
        rule = self._rulebook.rules[calculation.rule_id]
        rest = "差额"
        taken_off = any(step.lstrip(_NUMBERED).startswith("晋级补差") for step in calculation.steps)
        return taken_off and "补差" not in rule.rule.quote and rest not in rule.rule.quote

    def several_of_place(self, topic: Topic, evidence: Evidence) -> Iterator[DraftSentence]:
        """What the place's documents say of one matter under several rules, where no award is asked about."""
        rules = {
            rule.document_id: rule_id
            for rule_id, rule in self._rulebook.rules.items()
            if self._rulebook.region(rule) == topic.region
        }
        yield from self._several_rule(list(rules.values()), topic, evidence)

    def _several_rule(
        self, rule_ids: Sequence[str], topic: Topic, evidence: Evidence, role: CitationRole = "support"
    ) -> Iterator[DraftSentence]:
        documents = {self._rulebook.rules[rule_id].document_id: rule_id for rule_id in rule_ids}
        for rule_id in documents.values():
            stacking = self._rulebook.rules[rule_id].document.stacking
            if stacking is None:
                continue
            clause = self._rulebook.library.clause(stacking.clause)
            source = self._rulebook.library.documents[clause.document_id].source
            start = source.index(stacking.quote.strip("\n"), clause.start, clause.end)
            n = evidence.cite_span(clause.id, start, start + len(stacking.quote.strip("\n")), role)
            whether_both = "yes_no" in topic.intents or WHETHER_BOTH.search(topic.told.text)
            if whether_both and NOT_TWICE in stacking.quote:
                yield DraftSentence(phrases.NOT_TWICE, "frame", region=topic.region, head="stacking")
            yield DraftSentence(f"{topic.region}：{tidy(evidence.card(n).quote)}", "claim", (n,), topic.region)

    def refusal(self, calculation: Calculation, topic: Topic, evidence: Evidence) -> Iterator[DraftSentence]:
        """A gate of the whole document: what it says comes first; the award's own sentence would only mislead."""
        cites = self.cites(calculation, topic, evidence)
        entry = self._rulebook.rules[calculation.rule_id]
        text = result(calculation, topic.region, question=topic.told.text)
        yield DraftSentence(text, "derivation", cites, topic.region, calculation.id)
        notes = list(remarks(calculation, entry, topic.told))
        for note in notes:
            yield DraftSentence(note, "derivation", cites[:1], topic.region, calculation.id)
        if only_period(calculation) and not any(otherwise(note) for note in calculation.notes):
            yield DraftSentence(
                f"{topic.region}：{self.told_of(calculation, cites[0], evidence)}", "claim", cites[:1], topic.region
            )

    def cites(self, calculation: Calculation, topic: Topic, evidence: Evidence) -> tuple[int, ...]:
        """The award's card, then the cards of the clauses that refuse it."""
        places = grounds(calculation, self._rulebook)
        if topic.told.asks_share:
            places += payers(calculation, self._rulebook)
        own = self.cite(calculation, topic, evidence)
        reasons = [evidence.cite_span(clause, start, end) for clause, (start, end) in places]
        if self._taken_off_elsewhere(calculation):
            stacking = self._several_rule([calculation.rule_id], topic, evidence)
            reasons += [n for sentence in stacking for n in sentence.cites]
        return tuple(dict.fromkeys([own, *reasons]))

    def rule_words(self, calculation: Calculation, topic: Topic) -> str:
        """The award's rule in one breath, as far as the caller's words ask for it; of several rates the one known."""
        entry = self._rulebook.rules[calculation.rule_id]
        share = topic.rates.get(calculation.id)
        if share is None:
            return rule_words(entry, calculation, topic.told.text)
        return rate(share, at_most=entry.rule.exactness == "at_most") + caps_of(entry)

    def _caps_asked(self, calculation: Calculation, topic: Topic) -> str:
        """The rule's ceilings where they are asked for, or near what is paid apiece, and are not the amount itself."""
        entry = self._rulebook.rules[calculation.rule_id]
        asked = _ASKS_CAP.search(topic.told.text) or _apiece(calculation, entry)
        if not asked or calculation.amount_yuan is None:
            return ""
        # Beside an amount a bare ceiling would be taken for the amount's own.
        said = caps_of(entry).replace("，最高", "，一家企业最高")
        return "" if phrases.money(calculation.amount_yuan) in said else said

    def clause_label(self, calculation: Calculation) -> str:
        return self._rulebook.library.clause(calculation.clause_id).label

    def cite(self, calculation: Calculation, topic: Topic, evidence: Evidence) -> int:
        """A card with the rule's quote; of a long one the sentences nearest to the question."""
        rule = self._rulebook.rules[calculation.rule_id]
        library = self._rulebook.library
        clause = library.clause(rule.clause_id)
        source = library.documents[clause.document_id].source
        start = source.index(rule.rule.quote, clause.start, clause.end)
        end = start + len(rule.rule.quote)
        if (shared := rule.file.shared).when and shared.quote:
            # The condition of the whole clause stands before its awards: 对固定资产投资1亿元以上的独立供地项目.
            opening = source.index(shared.quote, clause.start, clause.end)
            start = opening if opening < start and end - opening <= CARD_CHARACTERS else start
        elif shared.limits and shared.quote:
            # So does its cap behind them: 单个企业每年奖励最高不超过500万元.
            closing = source.find(shared.quote, end, clause.end)
            last = closing + len(shared.quote)
            end = last if closing >= 0 and last - start <= CARD_CHARACTERS else end
        if end - start <= CARD_CHARACTERS:
            return evidence.cite_span(clause.id, start, end)
        inside = [
            entry
            for entry in topic.scored
            if entry.passage.clause_id == clause.id and _within(entry.passage, start, end)
        ]
        best = supporting(inside, wants_figure=True, most=1)
        return evidence.cite(best[0].passage) if best else evidence.cite_span(clause.id, start, start + CARD_CHARACTERS)


def _levels(entry: BookRule) -> set[str]:
    """The inputs that only choose one of the sums that the rule's words list."""
    found = {award.by for award in entry.rule.awards if isinstance(award, Choice)}
    for branch in entry.rule.branches if all(isinstance(each, Choice | Fixed) for each in entry.rule.awards) else ():
        found |= {leaf.input for leaf in leaves(branch.when) if isinstance(leaf, Is)}
    return found


def _apiece(calculation: Calculation, entry: BookRule) -> str:
    """每个 of what is paid for each of several things, as long as nobody has said how many and a ceiling is near."""
    award = entry.rule.award
    times = award.times if isinstance(award, Fixed) else None
    if times is None or calculation.inputs.get(times, "1") not in _ONE or not entry.rule.limits:
        return ""
    counted = re.search("每(?:个|项|家|种|件)", entry.rule.quote)
    return counted.group() if counted else apiece(times, entry.registry)


_KINDS = re.compile(r"(?<=[；;])")
_NUMBERED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
_ASKS_REST = re.compile("差额|补差|中间的")
_ONE = ("1", "1项")
_HOW_MUCH = re.compile("多少|几[万千]|几多|好多|几个钱|啥数|算算")
_ASKS_RULE = re.compile("几成|比例|百分之|几个?点|封顶|上限|顶多|最[多高]|标准|怎么|怎样|如何|条件|要求|分别|各")
_ASKS_CAP = re.compile("封顶|上限|顶多|最[多高]")


def _within(passage: Passage, start: int, end: int) -> bool:
    return all(start <= a and b <= end for a, b in passage.spans)
