"""What serves the clinic: its processes, folder, keys, copies and the headers of every answer."""
