"""Codes that a clinic adds, and what was not charted."""
