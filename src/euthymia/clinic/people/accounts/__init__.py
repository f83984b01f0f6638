"""How accounts are kept: who may have one, and what of a sign-in is stored only in a form that nobody can use."""
