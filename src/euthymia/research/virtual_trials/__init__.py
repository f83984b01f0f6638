"""Virtual trials: planned in blocks, run anywhere, added up in any order to the same result."""
