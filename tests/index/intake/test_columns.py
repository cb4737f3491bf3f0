"""Pages in two columns and fonts that name radicals."""

from index.intake.columns import in_columns
from index.intake.radicals import without_radicals

SIZE, WIDTH = 12.0, 600.0


def line(top, *pieces):
    """A text line of pdfplumber: (where it begins, its text) for each piece."""
    chars = [
        {"x0": x + n * SIZE, "x1": x + (n + 1) * SIZE, "top": top, "bottom": top + SIZE, "size": SIZE, "text": char}
        for x, text in pieces
        for n, char in enumerate(text)
    ]
    return {"chars": chars, "text": "".join(text for _, text in pieces)}


def read(*lines):
    found = in_columns(lines, WIDTH)
    return found and [stretch.text for stretch in found]


COLUMNS = [line(100 + 20 * n, (60, f"左{n}的一行文字从这里写到那里"), (330, f"右{n}的一行")) for n in range(8)]


def test_the_left_column_is_read_before_the_right():
    assert read(*COLUMNS) == [f"左{n}的一行文字从这里写到那里" for n in range(8)] + [f"右{n}的一行" for n in range(8)]


def test_a_title_over_both_columns_parts_them():
    title = line(300, (200, "这是一个压过中缝的标题文字"))
    below = [line(330 + 20 * n, (60, f"下左{n}"), (330, f"下右{n}")) for n in range(2)]
    found = read(*COLUMNS, title, *below)
    assert found[16] == "这是一个压过中缝的标题文字"
    assert found[17:] == ["下左0", "下左1", "下右0", "下右1"]


def test_the_right_column_is_set_back_to_the_left_edge():
    found = in_columns(COLUMNS, WIDTH)
    assert {s.left - s.shift for s in found} == {60.0}


def test_a_page_of_one_column_is_none():
    lines = [line(100 + 20 * n, (60, "一行从左写到右一直写到头不断开的文字一行从左写到右")) for n in range(12)]
    assert read(*lines) is None
    assert read(*lines, line(400, (60, "甲"), (330, "乙"))) is None  # one line that breaks is a signature, no gutter


def test_radicals_become_the_characters_that_were_meant():
    assert without_radicals("⽀持⼈⺠政府⻓远") == "支持人民政府长远"
