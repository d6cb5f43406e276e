"""What two and more waves say: the change of people apart from that of the panel."""
