"""Look at a clinic, or a machine that is to be one: what was seen, whether it is right, what to do."""
