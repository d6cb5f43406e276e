"""Quarterly Workforce Indicators: jobs by age, sex and education of those who hold them."""
