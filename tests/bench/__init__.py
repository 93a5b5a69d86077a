"""How fast the pages are, and whether they stay so as the register grows."""
