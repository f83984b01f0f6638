"""What a make sends that our table of codes does not have: shown, tried on kept messages, signed by the clinic."""
