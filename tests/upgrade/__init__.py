"""What an older version left behind, and what this one must still read of it."""
