"""From executed workbooks to pages, spreadsheet and manifest."""
