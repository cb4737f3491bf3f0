"""Documents → clauses → vectors → search. No model, no award logic lives here."""
