"""The font of the pages: made once from the package's, with the letters and weights we use, at a twentieth of its size.

The whole of Inter is 877 KB and three times the rest of a first page. What it lacks then (Arabic, Hebrew, Chinese …) the
reader's system draws, as it would have before.
"""

import hashlib
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import fontpkg_inter
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "inter.woff2"
SOURCE = fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf"
SIZE, WEIGHTS = 14, (400, 600)
FEATURES = ["calt", "ccmp", "kern", "liga", "locl", "mark", "mkmk", "tnum"]
LETTERS = (
    range(0x20, 0x180),  # Latin
    range(0x370, 0x460),  # Greek, Cyrillic
    range(0x2010, 0x2040),  # dashes, quotation marks, dots
    (0x20AC, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2260, 0x2264, 0x2265, 0x2713),
)


def made() -> Path:
    """Where the font lies; made if it is not there yet, which takes some seconds."""
    font = folder() / NAME
    if not font.exists():
        font.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=font.parent, delete=False) as file:
            make(file)
        os.replace(file.name, font)  # whoever makes it at the same time makes the same
        font.chmod(0o644)
    return font


def folder() -> Path:
    """Beside the packages that it is made from, or in the home where that cannot be written."""
    recipe = (SIZE, WEIGHTS, FEATURES, LETTERS, SOURCE.stat().st_size)
    name = hashlib.sha256(repr(recipe).encode()).hexdigest()[:12]
    shared = Path(sys.prefix) / "share" / "signalbox-font" / name
    return shared if (shared / NAME).exists() or os.access(sys.prefix, os.W_OK) else settings.HOME / "font" / name


def make(file: Any) -> None:
    from fontTools.subset import Options, Subsetter  # only whoever makes it pays for loading this
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table
    font = TTFont(SOURCE)
    options = Options()
    options.layout_features = FEATURES
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[letter for group in LETTERS for letter in group])
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"opsz": SIZE, "wght": WEIGHTS})
    font.flavor = "woff2"
    font.save(file)


class FontFinder(BaseFinder):
    """Has the font served as static/fonts/inter.woff2."""

    PATH = f"fonts/{NAME}"

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path != self.PATH:
            return []
        return [str(made())] if find_all else str(made())

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        storage = FileSystemStorage(location=made().parent)
        storage.prefix = "fonts"
        yield NAME, storage
