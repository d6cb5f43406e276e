"""Sentences of workbook 1."""
