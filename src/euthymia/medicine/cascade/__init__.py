"""From the blood to relief: the smallest chain the data can carry. Research; it never doses anyone."""
