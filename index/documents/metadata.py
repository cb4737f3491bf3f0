"""document.yaml: what a person confirms or corrects of a document, and what its unnumbered text is called."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import CorpusInvalid
from index.text import strict_yaml


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quoted(_Model):
    """A verbatim quote and the clause it stands in."""

    clause: str
    quote: str


class Repeal(_Model):
    """A document that this one repeals, as printed, and the clause that says so."""

    name: str
    number: str
    clause: str


class Section(_Model):
    """Unnumbered text in front of the first number: from the line that starts with `opens` it is called `name`."""

    name: Literal["页眉", "标题", "文头", "通知", "引言"]
    opens: str


class Period(_Model):
    """The document's own period; `draft` is a 征求意见稿. `term` words a period that has no dates in the text."""

    draft: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    repealed_on: date | None = None
    term: str = ""
    quotes: tuple[Quoted, ...] = ()


class Metadata(_Model):
    """What a person says of a document. Nothing is needed: what is left out is read from the text."""

    title: Annotated[str, Field(min_length=2)] | None = None
    region: Annotated[str, Field(min_length=2)] | None = None
    short_title: str = ""
    aliases: tuple[str, ...] = ()
    issuer: str = ""
    number: str = ""
    source: str = ""
    issued: date | None = None
    region_level: Literal["county", "city", "province", "country"] = "city"
    province: str = ""
    validity: Period = Period()
    repeals: tuple[Repeal, ...] = ()
    sections: tuple[Section, ...] = ()
    closing_cues: tuple[str, ...] = ()
    footer_cues: tuple[str, ...] = ()
    expected: dict[str, int] = {}


def load_metadata(folder: Path) -> Metadata:
    """Read `folder/document.yaml`; without one nothing is said.

    Raises:
        CorpusInvalid: a field is unknown or malformed; the message names file and field.
    """
    path = folder / "document.yaml"
    data = (strict_yaml.load(path) or {}) if path.exists() else {}
    try:
        return Metadata.model_validate(data)
    except ValidationError as error:
        named = "；".join(f"{'.'.join(str(part) for part in e['loc'])}：{e['msg']}" for e in error.errors())
        raise CorpusInvalid(f"{folder.name}/document.yaml 有误：{named}。", log=str(error)) from error
