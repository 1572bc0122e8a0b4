"""What is said about the record as a whole: keys, anchors, the guard. In the record's own case."""

from typing import ClassVar, Literal

from pydantic import Field

from concerns.events.fact import Fact, ISODate, Text

Digest = Field(pattern=r"^[0-9a-f]{64}$")


class RecordFact(Fact):
    """A fact about the record itself, and about no provider."""

    about_the_record: ClassVar[bool] = True


class LogKeyStated(RecordFact):
    name = "log-key-stated/1"
    sentence = "{by} stated that the key {vkey} is {state} from size {from_size}: {reason}"
    vkey: Text
    state: Literal["added", "retired", "revoked"]
    from_size: int = Field(ge=0)
    """The largest size before this holds: of a key that ended, the last at which it counts."""


class CheckpointAnchored(RecordFact):
    name = "checkpoint-anchored/1"
    sentence = "{by} anchored the record at size {size} ({kind}: {where})"
    size: int = Field(gt=0)
    root: str = Digest
    kind: Text
    where: Text
    evidence_sha256: str = Digest
    anchored_at: str | None = None
    """When, as whoever anchored it says: RFC 3339, UTC. None where they say no time."""


class SchemaAttested(RecordFact):
    name = "schema-attested/1"
    sentence = "{by} attested the guard of the database, {digest}: {reason}"
    digest: str = Digest
    migrations: tuple[Text, ...] = ()
    on: ISODate


class ActorDeactivated(RecordFact):
    name = "actor-deactivated/1"
    sentence = "{by} ended the access of {known_as} to the record: {reason}"
    issuer: Text
    subject: Text
    known_as: Text
    """The name under which they last acted; their subject where they never did."""
    reason: Text  # pyright: ignore[reportGeneralTypeIssues] - compulsory here


class ActorReactivated(RecordFact):
    name = "actor-reactivated/1"
    sentence = "{by} gave {known_as} access to the record again: {reason}"
    issuer: Text
    subject: Text
    known_as: Text
    reason: Text  # pyright: ignore[reportGeneralTypeIssues] - compulsory here
