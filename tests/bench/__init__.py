"""How fast the pages and documents are, and whether they stay so as the register grows."""
