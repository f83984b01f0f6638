"""Whose eyes are on which chair: pages that watch, what other screens show, and what a locked page may still do."""
