"""A clinic as a whole: made, flooded, copied, upgraded."""
