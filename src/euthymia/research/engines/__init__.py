"""Where the blocks of a virtual trial run: in this process, on several, on Spark."""
