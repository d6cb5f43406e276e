"""Published sources: their declarations, the library of files, one reader per source."""
