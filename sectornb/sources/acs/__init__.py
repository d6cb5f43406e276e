"""The American Community Survey: tables with margins, read with their marks."""
