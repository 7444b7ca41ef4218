"""How static files are kept: with the digest of what they hold in their names, and so in what our modules import.

Django can rewrite imports in every module, but stumbles over some that packages bring along; ours it needs to know.
"""

from servestatic.storage import CompressedManifestStaticFilesStorage

IMPORTS = (
    r"""(?P<matched>import\s*(?P<names>\{[^}]*\})\s*from\s*"(?P<url>\./[^"]+)";)""",
    'import %(names)s from "%(url)s";',
)


class Storage(CompressedManifestStaticFilesStorage):
    patterns = (*CompressedManifestStaticFilesStorage.patterns, ("js/*.js", (IMPORTS,)))
