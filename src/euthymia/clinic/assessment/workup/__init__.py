"""The work-up before treatment: results and what is due again."""
