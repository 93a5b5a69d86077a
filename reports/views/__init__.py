"""A page or a file of each document."""
