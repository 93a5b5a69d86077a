"""Bringing a paper in: a file of fixtures, read from top to bottom through the other services.

A file holds a council with its bodies, posts, events and reports, or what came of a report:
meetings, responses and positions.
"""

from recommendations.services.papers.loading import ORDER, load_paper, papers_account

__all__ = ["ORDER", "load_paper", "papers_account"]
