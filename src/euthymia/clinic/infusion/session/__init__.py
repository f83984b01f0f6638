"""A session row and everything that writes it: lock, step, number, save."""
