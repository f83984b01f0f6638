"""What differs between clinics: a file with comments, a file of secrets, credentials of systemd, the environment."""
