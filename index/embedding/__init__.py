"""Texts as vectors, by the bundled model or one of the caller's.

Must not know what the texts are.
"""
