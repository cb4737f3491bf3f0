"""Characters: normal form, sentences, figures, marks of numbering, JSON lines.

Must not know documents.
"""
