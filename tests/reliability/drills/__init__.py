"""Each drill: what is done to the site, and the figures that come of it.

A drill that has a guard to show is run without it first, where it has to fail, since a drill that
cannot fail proves nothing.
"""
