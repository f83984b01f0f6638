"""Before the start: the checklist, the second check, the interlock of the pump."""
