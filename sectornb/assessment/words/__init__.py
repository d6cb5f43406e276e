"""Sentences of workbook 4: finished tables in, sentences with their claims out."""
