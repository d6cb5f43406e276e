"""What published rows tell of withheld cells."""
