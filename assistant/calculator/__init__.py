"""An award as data and its exact evaluation: fractions, Chinese bound words, caps, stacking, a derivation to read out.

Decides every amount. Must not know documents, questions or texts; of `index` only the literal parser.
"""
