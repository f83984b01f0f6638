"""Learns. De-identified snapshots, and questions asked of them."""
