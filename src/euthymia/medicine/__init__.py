"""Knows. Values in, values out: no Django, clock, file, socket or chance."""
