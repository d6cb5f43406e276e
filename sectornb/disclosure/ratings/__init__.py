"""Ratings of a small panel: which figures can be printed without giving the ratings away."""
