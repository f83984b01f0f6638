"""One chair rehearsed by chance: many sessions with faults, each held afterwards against the plainest rules."""
