"""Nothing leaves that its cited clause does not support: one sentence, its clauses, pass or a reason in Chinese.

Decides what is released. Must not know where a sentence comes from, nor the question beyond what it denies.
"""
