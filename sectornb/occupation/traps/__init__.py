"""Traps of occupations."""

TRAPS = ()
