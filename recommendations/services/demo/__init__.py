"""An invented council with two years of history, made through the other services.

What is said is in ``fixtures/demo``; when it happened is counted back from the day of loading.
"""

from recommendations.services.demo.loading import load_demo

__all__ = ["load_demo"]
