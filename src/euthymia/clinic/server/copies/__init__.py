"""Copies that survive theft and fire: encrypted for a key that is not on the server, kept by a rule, sent elsewhere."""
