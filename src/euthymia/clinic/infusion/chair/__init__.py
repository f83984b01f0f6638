"""One patient at the chair: the page, its stream, and what hands enter there."""
