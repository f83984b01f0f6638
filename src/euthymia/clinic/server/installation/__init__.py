"""Bring a clinic into being and up to date: where its files lie, its first owner, its tables."""
