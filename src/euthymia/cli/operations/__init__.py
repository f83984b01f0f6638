"""Run a clinic of one's own: make it, set it, check it, bring it up to date, print what a server needs."""
