"""Drills against a real database file or server, by processes of their own."""
