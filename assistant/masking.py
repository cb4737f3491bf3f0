"""The one masker: personal numbers and secrets out of a text before it is logged, audited or sent to a model.

Conversations are kept as they were written: they are the caller's own, and expire with the retention.
"""

from __future__ import annotations

import re

_NOT_MONEY = r"(?!\s?(?:元|块|万|亿|[wW]))"
_PERSONAL: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "〔邮箱〕"),
    # 居民身份证 of 18 or 15 digits, 银行卡 of 16 to 19: none of them is a figure of a company.
    (re.compile(rf"(?<![\dA-Za-z])\d{{17}}[\dXx](?![\dA-Za-z]){_NOT_MONEY}"), "〔证件号〕"),
    (re.compile(rf"(?<![\d.])\d{{4}}(?:[ -]?\d{{4}}){{3}}(?:[ -]?\d{{1,3}})?(?!\d){_NOT_MONEY}"), "〔卡号〕"),
    (re.compile(rf"(?<![\dA-Za-z.])\d{{15}}(?!\d){_NOT_MONEY}"), "〔证件号〕"),
    (re.compile(rf"(?<![\d.])(?:(?:\+|00)?86[ -]?)?1[3-9]\d(?:[ -]?\d{{4}}){{2}}(?!\d){_NOT_MONEY}"), "〔手机号〕"),
    (re.compile(r"(?<![\d.])(?:[（(]0\d{2,3}[)）]|0\d{2,3}[ -])[ -]?\d{7,8}(?!\d)"), "〔电话〕"),
    (re.compile(r"(?<![\d.])0\d{2,3}[2-9]\d{6,7}(?!\d)" + _NOT_MONEY), "〔电话〕"),
    (re.compile(r"(?<![A-Za-z\d])[EGPSD][A-Z]?\d{8}(?!\d)"), "〔证件号〕"),  # 护照, 港澳通行证
)
_HIDDEN = "******"
_SECRETS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)(bearer\s+|token[\"'=:\s]+|api[_-]?key[\"'=:\s]+|password[\"'=:\s]+)[^\s\"',;&]{6,}"), r"\1"),
    # user:password@ of an address, whatever its scheme
    (re.compile(r"(?i)(\b[a-z][a-z0-9+.-]*://)[^\s/@'\"]+(?=@)"), r"\1"),
)


def masked(text: str) -> str:
    """`text` with each personal number replaced by what it is.

    >>> masked("我姓王，13800138000，去年设备投资1350万元")
    '我姓王，〔手机号〕，去年设备投资1350万元'
    """
    narrow = text.translate({0xFF10 + i: 0x30 + i for i in range(10)})
    shown = narrow
    for pattern, instead in _PERSONAL:
        shown = pattern.sub(instead, shown)
    return text if shown == narrow else shown


def without_secrets(text: str, secrets: tuple[str, ...] = ()) -> str:
    """`text` without the given secrets, without anything that stands where a token, key or password stands.

    >>> without_secrets("连不上 http://user:geheim@127.0.0.1:9/v1")
    '连不上 http://******@127.0.0.1:9/v1'
    """
    for secret in secrets:
        text = text.replace(secret, _HIDDEN)
    for pattern, kept in _SECRETS:
        text = pattern.sub(kept + _HIDDEN, text)
    return text
