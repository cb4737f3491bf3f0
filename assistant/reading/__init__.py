"""One message read into meaning: places, documents, dates, acts, facts, denials, each with its span in the text.

Decides what was said. Must not know rules, amounts or clauses: what an award asks for is `decide`'s.
"""
