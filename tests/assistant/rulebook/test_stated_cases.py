"""Situations as people bring them, typed against the rules' inputs: exact to the yuan, with how sure it is."""

from __future__ import annotations

import pytest

from assistant.calculator.rule import Case
from assistant.rulebook.cases import check_cases
from assistant.rulebook.load import BookRule, load_rulebook

BOOK = load_rulebook()
CS, HZ, SX = "changsha-2023/", "hangzhou-2023/", "shaoxing-2025/"


def told(**facts: str | list[str]) -> dict[str, str | list[str]]:
    return facts


CASES = [
    (CS + "2:cluster-organisation", told(), "最高50万元"),
    (CS + "5:secondary-node", told(item_count="1", has_test_certificate="是"), "50万元"),
    (CS + "6:cross-industry-platform", told(), "300万元"),
    (CS + "8:dcmm", told(dcmm_level="3级", prior_award="0元"), "20万元"),
    (CS + "9:new-plant-listed", told(listed_year="2023", through_year="2024"), "30万元"),
    (CS + "9:small-to-scale", told(listed_year="2023", through_year="2026"), "30万元"),
    (CS + "10:little-giant", told(), "最高50万元"),
    (CS + "12:national-platform", told(item_count="2"), "100万元"),
    (CS + "13:provincial-centre-match", told(provincial_award="500万元"), "100万元"),
    (CS + "14:innovation-centre-platform", told(audited_investment="1600万元"), "800万元"),
    (CS + "18:demonstration-factory", told(level="市级", maturity="C级", prior_award="0元"), "50万元"),
    (CS + "19:application-scenario", told(level="市级", maturity="D级", prior_award="0元"), "25万元"),
    (CS + "21:intelligent-retrofit", told(retrofit_purchase="1350万元"), "最高135万元"),
    (CS + "22:coating-low-voc", told(coating_invoice="45万元"), "13.5万元"),
    (CS + "26:major-investment", told(), "一事一议"),
    (CS + "附件1/2:part-revenue", told(on_part_list="是", revenue="1.2亿元", revenue_before="4800万元", prior_award="0元"), "50万元"),
    (CS + "附件1/3:export-growth", told(export_last_year="8000万元", export_value="1亿元"), "50万元"),
    (CS + "附件2/1:chip-development", told(mpw_cost="200万元", full_mask_cost="300万元", ip_core_cost="100万元"), "最高320万元"),
    (CS + "附件2/4:security-park-platform", told(platform_service_fee="260万元", prior_award="0元"), "260万元"),
    (CS + "附件3/1:electricity-increase", told(electricity_last_year="1.56亿度", electricity_year_before="1.2亿度"), "540万元"),
    (CS + "附件3/2:storage-discharge", told(discharge="850万度"), "255万元"),
    (CS + "附件3/3:chain-list-purchase", told(chain_purchase="5000万元"), "25万元"),
    (CS + "附件4/1:pharma-investment", told(new_project_investment="3亿元", fixed_investment_this_year="1.2亿元"), "360万元"),
    (CS + "附件4/5:essential-medicine", told(item_count="3", exclusive_product="是"), "60万元"),
    (CS + "附件5/1:software-platform", told(item_count="1"), "最高50万元"),
    (CS + "附件5/3:software-summit", told(), "20万元—100万元"),
    (CS + "附件6/3:beidou-revenue", told(revenue="3600万元", revenue_before="2800万元", beidou_share="60%", prior_award="0元"), "30万元"),
    (CS + "附件8/1:computing-power", told(computing_contract="64万元"), "最高32万元"),
    (CS + "附件8/3:open-competition-winner", told(), "200万元"),
    (HZ + "（一）:first-set-recognition", told(item_count="1"), "50万元"),
    (HZ + "（一）:first-set-insurance", told(insured_amount="1亿元", premium_rate="1.5%", insurance_year="1"), "135万元"),
    (HZ + "（二）:chain-leader", told(), "最高500万元"),
    (HZ + "（三）:specialised-enterprise", told(specialised_title="小巨人"), "最高100万元"),
    (HZ + "（三）:revenue-ladder", told(revenue="50亿元", revenue_before="30亿元", prior_award="100万元"), "100万元"),
    (HZ + "（三）:vehicle-capacity", told(approved_capacity="12万辆", vehicle_output="9万辆", new_energy_output="4.5万辆"), "2000万元"),
    (HZ + "（三）:local-parts-purchase", told(purchase="8亿元", purchase_last_year="6亿元"), "100万元"),
    (HZ + "（五）:platform-equipment", told(rd_equipment="2400万元"), "720万元"),
    (HZ + "（六）:application-scenario", told(scenario_investment="380万元", selection_rank="2"), "76万元"),
    (SX + "（一）:dyeing-chemical-norm-list", told(), "50万元"),
    (SX + "（八）:equipment-investment", told(equipment_investment="500万元", project_lists=[]), "30万元"),
    (SX + "（八）:equipment-investment", told(equipment_investment="2000万元", project_lists=["city_key"]), "160万元"),
    (SX + "（三）:hydrogen-equipment", told(equipment_investment="2000万元"), "120万元"),
    (SX + "（九）:early-start", told(fixed_investment="1.2亿元", independent_land="是", days_ahead_start="200天"), "20万元"),
    (SX + "（十一）:top-500", told(), "最高1000万元"),
    (SX + "（十一）:leading-or-eagle", told(leading_title="雄鹰企业"), "100万元"),
    (SX + "（十二）:little-giant", told(specialised_title="小巨人", prior_award="0元"), "150万元"),
    (SX + "（十二）:innovation-contest", told(contest_prizes=["国家级三等奖", "省级一等奖"]), "50万元"),
    (SX + "（七）:star-micro-park", told(park_star="五星", prior_award="20万元"), "40万元"),
    (SX + "（十七）:informatization", told(informatization_investment="120万元"), "最高36万元"),
    (SX + "（十七）:smart-factory", told(factory_kind="智能工厂", level="市级", prior_award="0元"), "30万元"),
    (SX + "（二十）:green-title", told(level="国家级", prior_award="10万元"), "40万元"),
    (SX + "（二十五）:standard-making", told(standard_role="主导", standard_type="国家标准", item_count="2"), "最高60万元"),
]  # fmt: skip


@pytest.mark.parametrize(("rule_id", "facts", "out"), CASES)
def test_exact(rule_id: str, facts: dict[str, str | list[str]], out: str) -> None:
    entry = BOOK.rules[rule_id]
    case = Case.model_validate({"in": facts, "out": out})
    tried = BookRule(
        entry.id, entry.rule.model_copy(update={"cases": (case,)}), entry.file, entry.document, entry.registry
    )
    assert [str(failure) for failure in check_cases(BOOK, [tried])] == []


def test_where_no_rule_gives_an_amount() -> None:
    """The plan names targets and the provincial regulation no sums: neither has an award to calculate."""
    assert BOOK.of_document("changsha-plan-2021") == []
    assert BOOK.of_document("hunan-regulation-2022") == []
