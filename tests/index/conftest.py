"""A small corpus that builds in a second, to be changed at will."""

from pathlib import Path

import pytest

POLICY = """关于支持企业发展的若干措施

1.对新认定的智能工厂，给予50万元奖励。对新认定的数字化车间，给予20万元奖励。

2.对新认定的小巨人企业，给予一次性奖励30万元；晋级的补差。
"""
METADATA = """title: {title}
issuer: 某市经信局
region: 某市
region_level: city
province: 某省
source: 测试
validity: {{draft: true}}
"""


def write_corpus(folder: Path, title: str = "关于支持企业发展的若干措施", policy: str = POLICY) -> Path:
    (folder / "some-city").mkdir(parents=True)
    (folder / "some-city" / "source.txt").write_text(policy, encoding="utf-8")
    (folder / "some-city" / "document.yaml").write_text(METADATA.format(title=title), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def corpora():
    """`corpora(folder, …)` writes a corpus and returns its folder."""
    return write_corpus


@pytest.fixture
def corpus(tmp_path) -> Path:
    return write_corpus(tmp_path / "corpus")
