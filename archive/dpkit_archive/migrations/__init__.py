"""How the tables of an archive came to be what they are: one revision after the other."""
