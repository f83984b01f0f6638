"""A clinic of one's own, opened: from a wheel, and from what `euthymia init` leaves."""
