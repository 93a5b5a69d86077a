"""What the pages read of the register as it stands, and the words they say it in."""
