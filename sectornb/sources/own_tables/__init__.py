"""Tables that people make themselves, each after the columns that its source declares."""
