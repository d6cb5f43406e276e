"""Pictures of workbook 2."""
