"""Where people come in: what ketamine is, whether it could fit, whom to call, and the consult."""
