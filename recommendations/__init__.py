"""The domain: councils, people, recommendations and what became of them."""
