"""Fitting the cascade to the studies that calibrate, and holding it against those that validate."""
