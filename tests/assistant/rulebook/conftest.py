"""A notice of a place of its own, drafted from: nobody wrote rules for it."""

from pathlib import Path

import pytest

from assistant.rulebook.draft.document import Draft, draft
from assistant.rulebook.load import load_inputs
from index.documents.library import Library, load_library

NOTICE = """贵阳市支持智能装备产业发展若干措施
筑府办测〔2026〕3号
一、支持企业发展
（一）上台阶奖励。企业年度营业收入首次达到2000万元、1亿元、5亿元的，分别给予20万元、60万元、150万元奖励，晋级补差。
（二）设备投资补助。对当年设备投资500万元以上的项目，按设备投资额的12%给予补助，单个项目最高800万元。
（三）信息化投入。企业信息化投入20万元以上的，按投入额的25%补助，单家企业每年不超过100万元；属于纺织行业的，补助比例提高到30%，上限提高到150万元。
（四）研发补助。企业年度研发费用较上一年度增加的，按增加额的15%给予补助，单户企业每年不超过150万元。
（五）工业设计。新认定为国家级、省级工业设计中心的，分别奖励80万元、25万元。
（六）流片补贴。开展多项目晶圆流片的，按流片费用的50%给予补贴，每年最高200万元；开展全掩膜流片的，按流片费用的30%给予补贴，每年最高500万元。同一企业两类补贴全年合计不超过600万元。
（七）租金补贴。租用办公用房的，按租金的50%补贴，每平方米每月不超过25元。
（八）开工奖励。提前180天以上开工的，奖励20万元；有关部门认定的其他情形，奖励不超过第二年标准的10万元。
二、附则
（九）有下列情形之一的，不予支持：一是近两年被税务部门行政处罚；二是列入严重失信主体名单。
（十）企业每年4月底前向所在区县提出申请，区县主管部门在15个工作日内完成初审，市级主管部门公示5个工作日后拨付。骗取资金的，追回已拨付资金，三年内不再受理其申报。
（十一）本措施自2026年1月1日起施行，有效期至2028年12月31日。
贵阳市人民政府办公室
2025年12月20日
"""
ID = "guiyang-2026"


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    root = tmp_path_factory.mktemp("corpus")
    folder = root / ID
    folder.mkdir()
    (folder / "source.txt").write_text(NOTICE, encoding="utf-8")
    return load_library(root)


@pytest.fixture(scope="session")
def drafted(library: Library) -> Draft:
    return draft(library, ID, load_inputs())


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus" / ID
    folder.mkdir(parents=True)
    (folder / "source.txt").write_text(NOTICE, encoding="utf-8")
    return tmp_path / "corpus"
