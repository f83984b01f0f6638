"""What leaves the clinic by mail: an outbox, and a messenger that hands it over. Looks back at people."""
