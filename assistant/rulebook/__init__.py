"""The awards of every document as data, cross-checked against their clauses and ready to calculate.

Knows documents and the calculator; must not know questions, answers or pages. `load` is the door.
"""
