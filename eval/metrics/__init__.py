"""Figures of merit: small pure functions over an item and its answer. Each docstring is the definition and its source.

Gold is a verbatim quote of a policy text, so no figure depends on how a system cuts or numbers its clauses.
"""
