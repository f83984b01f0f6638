"""Virtual trials: `trial`."""
