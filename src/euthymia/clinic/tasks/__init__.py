"""What a named person must do by a time, who can be asked, and what happens when nobody does. Looks back at people."""
