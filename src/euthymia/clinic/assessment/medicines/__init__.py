"""Allergies and medicines of the day."""
