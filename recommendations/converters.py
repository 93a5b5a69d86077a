"""What may stand in an address of a page, where Django's own kinds let too much in."""

from django.urls.converters import StringConverter


class Address(StringConverter):
    """Of a recommendation: as printed, so without control characters.

    PostgreSQL holds no NUL in a text, and would fail where it should find nothing.
    """

    regex = r"[^/\x00-\x1f\x7f]+"
