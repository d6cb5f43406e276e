"""From gaps to a plan that people fill in, and what it says when it comes back."""
