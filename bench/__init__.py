"""Each figure we claim, as a ratio against a named peer in one run: `python -m bench`."""
