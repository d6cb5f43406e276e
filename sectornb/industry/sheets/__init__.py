"""Live sheets of workbook 2: the steps of the START toolkit."""
