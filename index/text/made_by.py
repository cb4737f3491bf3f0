"""What is derived by code is good for as long as that code stands: its hash goes into the file beside the data."""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import ModuleType


def made_by(*modules: ModuleType) -> str:
    """A hash over the sources of the modules; of a package all files below it. 16 hex digits."""
    digest = hashlib.sha256()
    for module in modules:
        place = Path(module.__file__ or "")
        files = sorted(place.parent.rglob("*")) if place.name == "__init__.py" else [place]
        for path in files:
            if path.suffix in (".py", ".yaml"):
                digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
