"""Pictures of workbook 4: finished tables in, a picture with its words out."""
