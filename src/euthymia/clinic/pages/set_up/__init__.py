"""The set-up list: what a clinic has to have before its first session, set in place by its owner."""
