"""Answers to surveys: exports of survey tools and filled forms, read the same way."""
