"""Is this person in danger now: what was found, who judged, the safety plan."""
