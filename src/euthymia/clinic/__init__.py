"""Does. The clinic's rooms, and the only Django in the house."""
