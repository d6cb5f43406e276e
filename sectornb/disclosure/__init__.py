"""What may be shown: intervals, bounds of withheld cells, rules of release."""
