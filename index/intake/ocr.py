"""Scanned pages, by the optional extra `ocr` (rapidocr: its models come inside the wheel, nothing is fetched)."""

from __future__ import annotations

import io
from typing import Any

from index.errors import DocumentUnreadable
from index.intake.reading import Reading

RESOLUTION = 200  # dots an inch
_SURE = 0.5


def read(raw: bytes, name: str) -> Reading:
    """Raises DocumentUnreadable: the extra is not installed, or the pages hold no text."""
    try:
        from rapidocr_onnxruntime import RapidOCR
    except ImportError as error:
        raise DocumentUnreadable(
            f"{name} 是扫描件，没有可读的文字。请换用 Word 版或带文字的 PDF；"
            "或者安装文字识别组件（pip install 'policy-assistant[ocr]'）后再收录。",
            log="scan without the ocr extra",
        ) from error
    import numpy as np
    import pdfplumber

    engine = RapidOCR()
    lines: list[str] = []
    with pdfplumber.open(io.BytesIO(raw)) as opened:
        for page in opened.pages:
            image = np.asarray(page.to_image(resolution=RESOLUTION).original.convert("RGB"))
            lines += _lines(engine(image)[0] or [])
    if not lines:
        raise DocumentUnreadable(f"{name} 是扫描件，没有识别出文字。")
    return Reading("\n".join(lines), ".pdf", ("由扫描件识别而来，请对照原件逐条核对数字。",))


def _lines(found: list[Any]) -> list[str]:
    """Recognised boxes as lines from top to bottom, boxes of one height side by side."""
    boxes = sorted(((box[0][1], box[0][0], text) for box, text, score in found if float(score) > _SURE))
    lines: list[tuple[float, list[tuple[float, str]]]] = []
    for top, left, text in boxes:
        if lines and abs(lines[-1][0] - top) < 15:
            lines[-1][1].append((left, text))
        else:
            lines.append((top, [(left, text)]))
    return ["".join(text for _, text in sorted(parts)) for _, parts in lines]
