"""What every element of a council's document has: a name, and the requirements it fulfils."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Words = Annotated[str, Field(min_length=1)]
Number = Annotated[str, Field(pattern=r"^[A-Za-z0-9]+(\.[0-9]+)*$")]
"""A number as the document prints it: 2.7, 10.1, i, a."""

Requirement = Annotated[str, Field(pattern=r"^[A-Z]{1,4}-[A-Za-z0-9]+(-[A-Za-z0-9.-]+)?$")]


class Element(BaseModel):
    """Whatever the document says, with the requirements it fulfils and the readings it takes."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    requirement: tuple[Requirement, ...] = ()
    note: str = ""


class Labelled(Element):
    """A line of a list, form or checklist, in our words."""

    label: Words
    reading: tuple[str, ...] = ()
