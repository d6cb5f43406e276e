"""A finished table in; a table or picture for people out."""
