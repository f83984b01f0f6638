"""The published models, one a file."""
