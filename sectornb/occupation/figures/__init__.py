"""The pictures of workbook 3."""
