"""The Quarterly Census of Employment and Wages: one reader for every kind of its files."""
