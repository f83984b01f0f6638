"""Drugs tried, told or imported, and whether the depression is resistant."""
