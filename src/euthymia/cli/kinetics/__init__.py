"""Ketamine in the blood by published models: `simulate` and `models`."""
