"""The spreadsheet of a report."""
