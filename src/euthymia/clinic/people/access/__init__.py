"""How colleagues come and go: links that work once, ended access, a recovery code, how long a sign-in holds."""
