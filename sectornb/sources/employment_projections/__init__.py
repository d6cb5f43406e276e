"""Employment Projections: occupations of the nation in ten years, and what they take."""
