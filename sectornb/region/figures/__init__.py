"""Pictures of workbook 1."""
