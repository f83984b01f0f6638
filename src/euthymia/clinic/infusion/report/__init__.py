"""The record of a session, on screen and as a PDF."""
