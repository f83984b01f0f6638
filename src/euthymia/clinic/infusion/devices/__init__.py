"""From a device's bytes to committed rows: the listener and what it works with."""
