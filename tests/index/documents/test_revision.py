"""Two texts compared clause by clause."""

from index.documents.metadata import Metadata
from index.documents.parsed import parse_document
from index.documents.revision import compare

OLD = (
    "某市办法\n第一条　奖励50万元。\n第二条　对展会按展位费的60%给予补贴，每个展位最高2万元。\n第三条　由市工信局负责解释本办法的具体条款。\n"
    "第四条　有下列情形之一的不予支持：\n（一）失信的；\n（二）已获得其他财政资金支持的。\n"
)
NEW = (
    "某市办法\n第一条　奖励60万元。\n第二条　支持大模型备案，每个模型奖励90万元，最多两个。\n第三条　由市经信局负责解释本办法的具体条款。\n"
    "第四条　有下列情形之一的不予支持：\n（一）失信的；\n（二）发生亡人事故的；\n（三）已获得其他财政资金支持的。\n"
)


def changes(old: str, new: str) -> list[tuple[str, str, str]]:
    metadata = Metadata(title="某市办法", region="某市")
    found = compare(parse_document("a", old, metadata), parse_document("b", new, metadata))
    return [(c.kind, c.old.path if c.old else "", c.new.path if c.new else "") for c in found]


def test_what_became_of_every_clause():
    assert changes(OLD, NEW) == [
        ("figures", "第一条", "第一条"), ("gone", "第二条", ""), ("new", "", "第二条"), ("words", "第三条", "第三条"),
        ("same", "第四条", "第四条"), ("same", "第四条/（一）", "第四条/（一）"), ("new", "", "第四条/（二）"),
        ("moved", "第四条/（二）", "第四条/（三）"),
    ]  # fmt: skip


def test_a_text_is_the_same_as_itself():
    assert {kind for kind, _, _ in changes(OLD, OLD)} == {"same"}


def test_the_figures_of_both_sides_are_named():
    metadata = Metadata(title="某市办法", region="某市")
    first = compare(parse_document("a", OLD, metadata), parse_document("b", NEW, metadata))[0]
    assert first.figures == (("50万元",), ("60万元",))
