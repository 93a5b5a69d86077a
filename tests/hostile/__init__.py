"""Every page, parameter and form with hostile values: what no request may ever bring about."""
