"""Documents in and out: reads what teams keep in files today, without dropping a line of it."""

from .errors import UnknownFormat, Unreadable
from .reading import FORMATS, read_document

__all__ = ["FORMATS", "UnknownFormat", "Unreadable", "read_document"]
