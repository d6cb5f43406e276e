"""Workbooks for regional sector partnerships, and the measures behind them."""

__version__ = "0.1.0"

# Rises whenever CHANGELOG.md gets an entry under "Numbers changed".
NUMBERS_VERSION = 5
