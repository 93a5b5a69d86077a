"""What may stand in an address of a page, where Django's own kinds let too much in."""

from django.urls import register_converter
from django.urls.converters import IntConverter, StringConverter


class Address(StringConverter):
    """Of a recommendation: as printed, so without control characters.

    PostgreSQL holds no NUL in a text, and would fail where it should find nothing.
    """

    regex = r"[^/\x00-\x1f\x7f]+"


class Number(IntConverter):
    """Of a row: no longer than a column of either database holds, else it is in no address."""

    regex = "[0-9]{1,18}"


register_converter(Address, "address")
register_converter(Number, "number")
