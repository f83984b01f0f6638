"""Go or no-go, line by line, decided by a prescriber."""
