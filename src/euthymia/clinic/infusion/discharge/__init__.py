"""The list of discharge, and the patient leaves."""
