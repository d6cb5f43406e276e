"""Home-to-work flows of the Census Bureau (LODES): recognized, checked, added up to counties."""
