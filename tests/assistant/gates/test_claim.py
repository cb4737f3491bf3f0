"""Figures stand with their own level, object and bound: real clauses, right and wrong, in every notation."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculator import literals
from assistant.gates.verify import Verifier, VerifyRequest
from assistant.rulebook.load import load_rulebook
from index.documents.status import document_status
from index.text.figures import format_money
from tests.assistant.gates.conftest import AS_OF

CONTEST, CENTRE, QUALITY = "shaoxing-2025/（十二）", "shaoxing-2025/（十四）", "shaoxing-2025/（二十三）"
RULES = load_rulebook()
PAID = [
    (rule, atom)
    for rule in RULES.rules.values()
    for atom in rule.atoms
    if atom.role in ("award", "cap", "total") and atom.figure.endswith("元") and "—" not in atom.figure
]


@pytest.fixture(scope="module")
def failed(rulebook):
    """`failed(text, clause)` → gates that refuse a sentence of the text, the document's standing said."""
    verifier = Verifier(rulebook)
    return lambda text, clause: refusals(verifier, text, clause)


def refusals(verifier, text, clause):
    document = RULES.library.documents[clause.partition("/")[0]]
    answer = f"{text}[1]\n\n{document_status(document, AS_OF).banner}"
    found = verifier.verify(VerifyRequest(answer=answer, cites={"1": clause}, as_of=AS_OF), AS_OF)
    return [sentence.gate for sentence in found.sentences if sentence.verdict == "fail"]


@pytest.mark.parametrize(
    ("right", "wrong", "clause"),
    [
        ("国家级制造业创新中心最高奖励1000万元", "省级制造业创新中心最高奖励1000万元", CENTRE),
        ("省级产业创新中心奖励100万元", "省级产业创新中心奖励500万元", CENTRE),
        ("国家级产业创新中心奖励500万元", "国家级制造业创新中心最高奖励500万元", CENTRE),
        ("国家级、省级制造业创新中心分别最高奖励1000万元、500万元", "国家级、省级制造业创新中心分别最高奖励500万元、1000万元", CENTRE),
        ("省级、国家级制造业创新中心分别最高奖励500万元、1000万元", "省级、国家级制造业创新中心分别最高奖励1000万元、500万元", CENTRE),
        ("省创业创新大赛一、二、三等奖分别奖励50、20、10万元", "省创业创新大赛一、二、三等奖分别奖励20、50、10万元", CONTEST),
        ("国家级小巨人企业一次性奖励一百五十万元", "国家级小巨人企业一次性奖励一千五百万元", CONTEST),
        ("省“隐形冠军”企业奖励封顶80万元", "省“隐形冠军”企业奖励80万元", CONTEST),
        ("国家级小巨人企业奖励150w", "国家级小巨人企业奖励至多150w", CONTEST),
        ("获中国质量奖提名奖的奖励100万元", "获中国质量奖提名奖的奖励150万元", QUALITY),
        ("首次通过DCMM评估3级的奖20万元", "首次通过DCMM评估4级的奖20万元", "changsha-2023/8"),
        ("DCMM二、三、四级分别奖十万、二十万、三十万元", "DCMM二、三、四级分别奖十万、三十万、二十万元", "changsha-2023/8"),
        ("营业收入首次超过2亿元的，奖励100万元", "营业收入首次超过2亿元的，奖励200万元", "changsha-2023/附件1/2"),
        ("组织100家企业（含）以上参加的省级活动，每场补助25万元", "组织100家企业（含）以下参加的省级活动，每场补助25万元", "shaoxing-2025/（六）"),
        ("全年采购额的5‰奖励，单个企业年度不超过1000万元", "全年采购额的5%奖励，单个企业年度不超过1000万元", "changsha-2023/附件3/3"),
        ("举办行业峰会补贴20万元至100万元", "举办行业峰会补贴100万元", "changsha-2023/附件5/3"),
    ],
)  # fmt: skip
def test_what_the_clause_says_passes_and_its_distortion_does_not(failed, right, wrong, clause):
    assert failed(right, clause) == []
    assert failed(wrong, clause) != []


def test_a_threshold_is_no_amount(failed):
    assert failed("完成设备投资的项目奖励300万元", "shaoxing-2025/（八）")


def test_every_quote_of_a_rule_passes(failed):
    for rule in RULES.rules.values():
        sentences = [part for part in rule.rule.quote.replace("\n", "").split("。") if part.strip()]
        text = "。".join(f"{part}[1]" for part in sentences)
        gates = [gate for gate in failed(text, rule.clause_id) if gate != "cap"]
        assert gates == [], rule.id


@given(entry=st.sampled_from(PAID), factor=st.sampled_from([Fraction(10), Fraction(1, 10), Fraction(100)]))
def test_a_paid_figure_of_a_quote_times_ten_never_passes(entry, factor):
    rule, atom = entry
    source = RULES.library.clause(rule.clause_id)
    value = literals.value(atom.figure) * factor
    swapped = format_money(value)
    if swapped in source.text or atom.figure not in rule.rule.quote:
        return  # the clause happens to hold the tenfold figure: the label tests are for that
    text = rule.rule.quote.replace("\n", "").replace(atom.figure, swapped, 1)
    assert refusals(_VERIFIER, text.rstrip("。；;"), rule.clause_id)


_VERIFIER = Verifier(RULES)
