"""Is it treatment-resistant, is ketamine safe here, is the person in danger now."""
