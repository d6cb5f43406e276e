"""Rows beside the ranking: sectors of a board's own, pinned ones, and those whose parts broke."""
