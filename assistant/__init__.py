"""From a question to a released answer: understanding, calculation, drafting, gates."""
