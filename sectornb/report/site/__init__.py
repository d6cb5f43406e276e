"""The overview of many regions: their reports, what each has in place, who could help whom."""
