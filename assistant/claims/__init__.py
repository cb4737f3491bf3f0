"""A clause and a sentence read alike, into claims that can be compared slot by slot.

Decides whether a sentence says no more than its clause. Must not know documents, rules, questions or answers.
"""
