"""One person's own kinetic parameters from measured levels: `estimate`."""
