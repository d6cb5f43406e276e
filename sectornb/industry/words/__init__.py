"""Sentences of workbook 2."""
