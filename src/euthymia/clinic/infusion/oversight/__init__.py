"""Who watches: silence, pages that are looked at, notices on other screens, sessions left open."""
