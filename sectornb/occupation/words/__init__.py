"""The words of workbook 3."""
