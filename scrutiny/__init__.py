"""The project: wiring, no domain."""
