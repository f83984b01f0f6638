"""Who did what, when: one keyed chain that shows any row changed, deleted, reordered or cut."""
