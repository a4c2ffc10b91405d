"""The code looked at from outside: what it is made of, who imports whom, and whether the documents still say so."""
