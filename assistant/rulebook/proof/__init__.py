"""What the authors of rules prove their work with: open figures, doubtful wordings, slips of the pen, the handbook.

Reads the rulebook and judges it; nothing that answers a question imports it.
"""
