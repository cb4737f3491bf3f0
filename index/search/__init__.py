"""Clauses by meaning, by words and by name, best first.

Decides the order of what is found. Must not know awards or answers.
"""
