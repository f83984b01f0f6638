"""One person's own parameters from her measured levels, under a published model. Research; it never doses anyone."""
