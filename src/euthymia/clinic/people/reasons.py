"""What a typed reason must be, wherever one is asked for."""

LEAST_REASON = 10  # characters of a reason that somebody else will read
