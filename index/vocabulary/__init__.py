"""Words that hold everywhere: administrative divisions, levels, synonyms.

Must not know any document.
"""
