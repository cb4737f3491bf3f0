"""A text as a tree of clauses with spans, its own dates and status, and the passages that are searched.

Decides what a document says of itself. Must not know vectors, questions or awards.
"""
