"""An order: worked out, signed, signed by a second prescriber."""
