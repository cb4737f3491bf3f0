"""Which awards a message is about, where its facts go in them, and what of it no award took in.

Decides what is calculated and how sure an amount is. Must not know how an answer is worded or judged.
"""
