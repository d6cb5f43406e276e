"""Which counties are one labor market: sheds and containment."""
