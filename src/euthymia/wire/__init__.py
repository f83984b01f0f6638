"""Speaks. Translates bytes and dicts to and from medicine's values; opens no socket."""
