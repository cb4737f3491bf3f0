"""The proof of a rule from its clause: quotes, figures, bound words, certainty and the order of 分别 lists.

Everything is proved from the printed text and the table of bound words, nothing from the author's word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Final

from assistant.calculator import kinds, literals, words
from assistant.calculator.document import DocumentRules
from assistant.calculator.rule import Rule, RuleFile
from assistant.rulebook.claims import Claim, find_claims, in_order, list_around, places, plain, tokens
from assistant.rulebook.load import BookRule, Rulebook
from index.documents.library import Library
from index.text.joined import joined

CEILINGS: Final = ("最高不超过", "最高可达", "最高", "不超过", "不高于", "上限为", "最多")
# Between a bound word and its figure a verb and a short noun may stand: 不超过其投资总额的30%, 最高奖励50万元.
_GAP: Final = 14
_WORDS: Final = tuple(words.table())
_ROW: Final = re.compile(r"\s*表\d+第\d+行")
_STOPS: Final = "，,。；;：:\n"


def check_rulebook(book: Rulebook, document_id: str | None = None) -> list[str]:
    """What is unproved in the rules of one document, or of all; empty when everything is proved."""
    files: dict[str, list[BookRule]] = {}
    for entry in book.rules.values():
        if document_id in (None, entry.document_id):
            files.setdefault(entry.clause_id, []).append(entry)
    found = []
    for entries in files.values():
        found += check_file(book.library, entries[0].file, [entry.rule for entry in entries])
    for document in book.documents.values():
        if document_id in (None, document.document):
            found += check_document(book.library, document)
    return found


def check_document(library: Library, document: DocumentRules) -> list[str]:
    """What a document says for all its rules, against its clauses: verbatim quotes, the split in its quote."""
    found = []
    stated = [*document.exclusions, *document.funding, *([document.stacking] if document.stacking else [])]
    for each in stated:
        clause = library.clause(each.clause)
        text = library.document(document.document).source[clause.start : clause.end]
        if len(places(text, each.quote.strip("\n"))) != 1:
            found.append(
                f"{document.document}/document.yaml：“{each.quote[:30]}…”要是条款{clause.label}里只出现一次的原文"
            )
    for funding in document.funding:
        if plain(funding.split) not in [plain(token.text) for token in tokens(funding.quote)]:
            found.append(f"{document.document}/document.yaml：“{funding.split}”不是引文里的数字")
    return found


def check_file(library: Library, file: RuleFile, rules: Sequence[Rule]) -> list[str]:
    """What is unproved in these rules of one file (all of them together, so that shared lists are seen whole)."""
    clause = library.clause(file.clause)
    source = library.document(file.document_id).source
    problems: list[str] = []
    by_rule: list[tuple[Rule, list[Claim]]] = []
    for rule in rules:
        claims, wrong = find_claims(source, clause, file, rule)
        wrong += [*_bounds(claims), *_certainty(rule, claims), *_lists(claims), *_pairs(rule, claims)]
        wrong += [*_labels(claims, joined(source[clause.start : clause.end])[0]), *_totals(rule)]
        by_rule.append((rule, claims))
        problems += [f"{file.rule_id(rule)}：{problem}" for problem in dict.fromkeys(wrong)]
    problems += _claimed_once(file, by_rule)
    return problems


# ---- bound words ----------------------------------------------------------------------------------------------


def _before(claim: Claim) -> str:
    """The text in front of the claim's list of figures, back to the clause break."""
    start = list_around(claim)[0]
    if _in_row(claim):  # a table's head speaks for its cell: 起补面积：100亩
        return plain(re.split("[，,。；;\n]", claim.quote[:start])[-1])
    return plain(re.split(f"[{_STOPS}]", joined(claim.quote[:start])[0])[-1])


def _in_row(claim: Claim) -> bool:
    return _ROW.match(claim.quote[claim.quote.rfind("\n", 0, claim.at) + 1 :]) is not None


def _over_table(claim: Claim, word: str) -> bool:
    """首次达到下列台阶的，按照下表: the word in front of a table speaks for the column of its thresholds."""
    above = re.split(r"(?m)^\s*表\d+第\d+行", plain(claim.quote))[0] if _in_row(claim) else ""
    return re.search(re.escape(word) + LISTED_BELOW, above) is not None


LISTED_BELOW: Final = r"(?:(?:下列|以下|如下|相应)[\u4e00-\u9fff]{0,6}|(?:下表|表\d{1,2}))"


def _after(claim: Claim) -> str:
    end = list_around(claim)[1]
    return plain(re.split(f"[{_STOPS}]", claim.quote[end:])[0])


def _ends_with(text: str, word: str) -> bool:
    """`word` stands at the end of `text`, at most a verb and a short noun behind it, no other figure."""
    if text.endswith(word):
        return True
    at = text.rfind(word)
    gap = text[at + len(word) :]
    return at >= 0 and len(gap) <= _GAP and not re.search(r"\d", gap)


def _begins_with(text: str, word: str) -> bool:
    at = text.find(word)
    return at >= 0 and at <= 6 and not re.search(r"\d", text[:at])


def _touches(claim: Claim, word: words.Word) -> bool:
    before, after = plain(word.before), plain(word.after)
    if before and not after and _over_table(claim, before):
        return True
    return (not before or _ends_with(_before(claim), before)) and (not after or _begins_with(_after(claim), after))


def _bounds(claims: Iterable[Claim]) -> Iterator[str]:
    for claim in claims:
        atom = claim.atom
        if not atom.bound or atom.role == "total":
            continue
        near = claim.quote[max(0, claim.at - 16) : claim.until + 8]
        if atom.role in ("award", "rate", "cap"):
            if plain(atom.bound) not in plain(claim.quote):
                yield f"{atom.path}：限定词“{atom.bound}”不在引文里"
            elif atom.role == "cap" and not _governed(claim, atom.bound):
                yield f"{atom.path}：“{atom.figure}”旁边没有“{atom.bound}”（原文：…{near}…）"
            continue
        word = words.resolve(atom.bound)
        if not _touches(claim, word):
            yield f"{atom.path}：“{atom.figure}”旁边没有界限词“{atom.bound}”（原文：…{near}…）"
        elif (longer := _longest(claim)) is not None and longer.operator != word.operator:
            yield f"{atom.path}：原文是“{longer.around(atom.figure)}”，规则写的是“{atom.bound}”，是否含本数不同"


def _longest(claim: Claim) -> words.Word | None:
    """The longest bound word that stands directly at the figure's list."""
    before, after = _before(claim), _after(claim)
    fitting = [
        word
        for word in _WORDS
        if before.endswith(plain(word.before)) and after.startswith(plain(word.after)) and (word.before or word.after)
    ]
    return max(fitting, key=lambda word: len(word.before + word.after), default=None)


# ---- certainty ------------------------------------------------------------------------------------------------


def _governed(claim: Claim, word: str) -> bool:
    return _ends_with(_before(claim), plain(word))


def _ceiling(claim: Claim) -> str:
    """The ceiling word that governs the claim's figure, empty if none does."""
    return next((word for word in CEILINGS if _governed(claim, word)), "")


def _certainty(rule: Rule, claims: Iterable[Claim]) -> Iterator[str]:
    for claim in claims:
        atom = claim.atom
        if atom.role not in ("award", "rate"):
            continue
        printed = _ceiling(claim)
        at_most = _exactness(rule, atom.path) == "at_most"
        if printed and not at_most:
            yield f"{atom.path}：原文是“{printed}{atom.figure}”，应写 exactness: at_most、bound: {printed}"
        elif at_most and not printed:
            yield f"{atom.path}：“{atom.figure}”前面没有“最高”“不超过”一类的词，不应写 at_most"


def _exactness(rule: Rule, path: str) -> str:
    for branch in rule.branches:
        if path.startswith(f"branches.{branch.id}.") and branch.exactness is not None:
            return branch.exactness
    return rule.exactness


# ---- lists and pairs ------------------------------------------------------------------------------------------


def _lists(claims: Sequence[Claim]) -> Iterator[str]:
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.atom.group:
            groups.setdefault(claim.atom.group, []).append(claim)
    for group in groups.values():
        if not in_order(claim.at for claim in group):
            shown = "、".join(claim.atom.figure for claim in group)
            yield f"{group[0].atom.path} 起的一列数字（{shown}）与原文的先后不一致，请按原文顺序写"


def _pairs(rule: Rule, claims: Sequence[Claim]) -> Iterator[str]:
    """A level or threshold and its figure stand in the same order: 国家级、省级 … 1000万元、500万元."""
    figures = [claim for claim in claims if claim.atom.role in ("award", "rate")]
    for one, other in combinations(figures, 2):
        if one.quote == other.quote and (
            _thresholds_crossed(one, other, claims) or _levels_crossed(rule, one, other, claims)
        ):
            yield (
                f"{one.atom.path}、{other.atom.path}：“{one.atom.figure}”“{other.atom.figure}”与它们的级别或界限"
                "在原文里的先后对不上，可能配错了"
            )


def _thresholds_crossed(one: Claim, other: Claim, claims: Sequence[Claim]) -> bool:
    found = []
    for claim in (one, other):
        wanted = claim.atom.threshold
        at = [each.at for each in claims if each.atom.role == "threshold" and wanted and each.atom.figure == wanted]
        found += at if len(at) == 1 else []
    return len(found) == 2 and (one.at < other.at) != (found[0] < found[1])


def _levels_crossed(rule: Rule, one: Claim, other: Claim, claims: Sequence[Claim]) -> bool:
    """A level belongs to the text in front of its own list of amounts; in one list, levels and amounts run alike."""
    mine, theirs = _in_front(one, claims), _in_front(other, claims)
    left = [label for label in one.atom.label if label not in other.atom.label]
    right = [label for label in other.atom.label if label not in one.atom.label]
    if list_around(one) != list_around(other):
        strayed = [label for label in left if not _stands(mine, label) and _stands(theirs, label)]
        strayed += [label for label in right if not _stands(theirs, label) and _stands(mine, label)]
        return bool(set(strayed) - set(rule.label))
    at, until = last_place(mine, left), last_place(mine, right)
    return at is not None and until is not None and at != until and (one.at < other.at) != (at < until)


def _in_front(claim: Claim, claims: Sequence[Claim]) -> str:
    """The text between the amounts before and the claim's own list of amounts: what that list is for.

    Where nothing but 并给予每年 stands there, the list goes on about what was said further in front.
    """
    start = list_around(claim)[0]
    amounts = [each for each in claims if each.quote == claim.quote and each.atom.role not in ("threshold", "base")]
    near = claim.quote[max((each.until for each in amounts if each.until <= start), default=0) : start]
    listed = {label for each in amounts if list_around(each)[0] == start for label in each.atom.label}
    return near if any(_stands(near, label) for label in listed) else claim.quote[:start]


def _stands(text: str, label: str) -> bool:
    return last_place(text, [label]) is not None


def last_place(text: str, labels: Sequence[str]) -> int | None:
    """Where the level stands last, its words printed together (省级智能工厂) or apart; None: not all of them do."""
    if len(labels) > 1 and (together := last_place(text, ["".join(labels)])) is not None:
        return together
    printed = plain(text)
    aside = re.sub(r"\(.*?\)", lambda match: " " * len(match.group()), printed)  # 工作组(省级分技术委员会)
    found = [_occurrences(aside, plain(label)) or _occurrences(printed, plain(label)) for label in labels]
    return min((each[-1] for each in found if each), default=None) if all(found) else None


def _occurrences(text: str, label: str) -> list[int]:
    at = [match.start() for match in re.finditer(rf"(?<![A-Za-z]){re.escape(label)}", text)]
    return at or _shared_noun(text, label)


def _shared_noun(text: str, label: str) -> list[int]:
    """一等奖 in lists that print the noun once, 一、二、三等奖: where its first character stands in each."""
    if len(label) < 2:
        return []
    head, tail = re.escape(label[0]), re.escape(label[1:])
    lists = re.finditer(rf"(?:.、)*(?P<head>{head})(?:(?:、|和|或|及).)*{tail}", text)
    return [match.start("head") for match in lists if len(match.group()) > len(label)]


def _labels(claims: Iterable[Claim], clause_text: str) -> Iterator[str]:
    """Every label word of a figure is printed in the clause."""
    text = plain(clause_text)
    for claim in claims:
        for label in claim.atom.label:
            if plain(label) not in text and not _shared_noun(text, plain(label)):
                yield f"{claim.atom.path}：标签“{label}”不是条款里的字，请照原文写"


# ---- once, and restated sums ----------------------------------------------------------------------------------


def _claimed_once(file: RuleFile, by_rule: Sequence[tuple[Rule, list[Claim]]]) -> Iterator[str]:
    """No amount, rate or cap of the text may serve two awards of a file, nor two levels of one award."""
    seen: dict[tuple[int, str], tuple[str, str]] = {}
    for rule, claims in by_rule:
        for claim in claims:
            atom = claim.atom
            if atom.path.startswith("shared") or atom.role in ("threshold", "base"):
                continue
            where = (file.rule_id(rule), atom.path)
            key = (claim.start, _alternative(atom.path))
            if key in seen and seen[key] != where:
                other_rule, other_path = seen[key]
                other = other_path if other_rule == where[0] else f"{other_rule} 的 {other_path}"
                yield f"{where[0]}：{atom.path} 与 {other} 用了原文同一处的“{atom.figure}”，请用 #2 等写明第几处"
            seen.setdefault(key, where)


def _alternative(path: str) -> str:
    """Branches exclude each other, so two of them may rest on the same figure."""
    match = re.match(r"branches\.([^.]+)\.", path)
    return match.group(1) if match else ""


def _totals(rule: Rule) -> Iterator[str]:
    award = rule.award
    if isinstance(award, kinds.Installments) and award.total is not None:
        paid = sum(literals.value(payment.amount) * len(payment.years) for payment in award.payments)
        if paid != literals.value(award.total):
            yield f"各年合计与原文重述的“{award.total}”不符"
