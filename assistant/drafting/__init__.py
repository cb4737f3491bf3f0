"""Sentences: the first one that answers, clauses, derivations, refusals, and a model's draft in their place.

Decides what is proposed to be said. Must not know how the gates judge it.
"""
