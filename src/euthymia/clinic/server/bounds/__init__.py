"""How much the web process takes from anybody: bytes of a request, and time for its head and its body."""
