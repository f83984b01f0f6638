"""What comes over the lines before it is anybody's: who speaks on which, whose turn it is, what strangers sent."""
