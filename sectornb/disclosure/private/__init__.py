"""Rows about people: read in place, handed out without who they are, looked for in what is made."""
