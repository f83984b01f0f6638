"""One chair: the order, the second check, the session and its alarms, the devices, the way out."""
