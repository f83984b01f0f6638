"""Scales: asked, answered, scored, in the wording a clinic may use."""
