"""What came of it: scores, the check a day later, and the course on one chart."""
