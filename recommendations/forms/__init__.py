"""What a person typed, made into values; a noun a module."""
