"""The occupations behind the simulated industries, and what agencies publish of them."""
