"""Euthymia: a clinic's own system for treating resistant depression with intravenous ketamine."""

__version__ = "0.5.0"
