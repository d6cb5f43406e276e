"""Occupational Employment and Wage Statistics: jobs and wages by occupation."""
