"""What a person sees: chat, hotline, calculator, company, library, and the gradio application beside them.

Decides how an answer looks. Must not know how it came about: it asks `Assistant` and the rulebook.
"""
