"""What leaves the clinic: snapshots for the registry."""
