"""A tool used on a sample of people: each is a reference such as R12, never a name."""

from typing import Annotated

from pydantic import Field

from concerns.events.fact import Decision, Fact, Text
from concerns.vocabulary import Frozen

REFERENCE = r"^[A-Z]{1,3}[0-9]{1,4}$"

Reference = Annotated[str, Field(pattern=REFERENCE)]
"""A person using the service, by a reference that only the council can resolve."""


class Grade(Frozen):
    """Impact and likelihood by number, and what they come to; what is not given stays None."""

    impact: int | None = None
    likelihood: int | None = None
    score: int | None = None
    level: str | None = None
    label: str | None = None


class DomainGraded(Frozen):
    """One domain of the tool for one person."""

    domain: Text
    label: Text
    issues: str = ""
    own: Grade = Grade()
    others: Grade = Grade()


class SampleAssessed(Fact):
    name = "sample-assessed/1"
    sentence = "{by} assessed person {person} with {tool_title}: worst {worst}"
    tool: str
    tool_title: str
    person: Reference
    domains: tuple[DomainGraded, ...] = Field(min_length=1)
    unanswered: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()
    worst: str
    spread: dict[str, int] = {}
    """How many grades, the person's own and others', came to each level."""


class MitigationRecorded(Fact):
    name = "mitigation-recorded/1"
    sentence = "{by} recorded what mitigates the risk ({factor}): {comment}"
    factor: Text
    comment: Text


class ViewsHeard(Fact):
    name = "views-heard/1"
    sentence = "{by} recorded the views of {of}, heard by {how}: {views}"
    of: Text
    how: Text
    views: Text


class OverallRiskDetermined(Decision):
    name = "overall-risk-determined/1"
    sentence = "{by} determined the overall risk as {level_label}{differs}: {reason}"
    rating: str
    level: str
    level_label: str
    remedial_action: Text
    worst_of_sample: str | None = None
    spread: dict[str, int] = {}
    people_assessed: int = 0

    @property
    def differs(self) -> str:
        worst = self.worst_of_sample
        return f" (the worst grade of the sample was {worst})" if worst else ""
