"""Lists gone through at the chair: before an infusion, and before leaving."""
