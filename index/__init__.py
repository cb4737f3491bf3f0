"""Documents → clauses → vectors → search. No language model and no award logic lives here; the embedding model does."""
