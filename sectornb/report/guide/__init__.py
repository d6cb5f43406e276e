"""The guide for interviews with employers, to print and to write on."""
