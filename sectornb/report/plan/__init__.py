"""The plan as files that people work on: a workbook, a document to sign, pages to print."""
