"""What shows several rooms: arranged from one summary a room. Nothing but the list of addresses imports it."""
