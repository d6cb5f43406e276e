"""Four published methods that draw the lines of labor markets."""
