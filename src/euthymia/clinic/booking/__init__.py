"""Who or which chair is taken when. Looks back at front_door and people, never ahead."""
