"""The one command, `euthymia`."""
