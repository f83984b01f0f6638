"""Shows. The synthetic cast, and simulated monitors, patients and pumps."""
