"""One stored fact: are its bytes what its hash, its copies and its place say?

`Reading` goes through a log in order. Rows that are plainly sound it takes many at once; any other
it asks question by question, so that each finding has its name.
"""

from dataclasses import dataclass, field
from typing import Any

from concerns.evidence.entry import Parts, parts
from concerns.evidence.leaf import leaf_hash
from concerns.evidence.unsound import Fault, Unsound
from concerns.verifying.bodies import content_of
from concerns.verifying.finding import Code, Findings
from concerns.verifying.plain import Plain
from concerns.verifying.stored import Row
from concerns.verifying.when import as_framed


@dataclass(slots=True)
class Reading:
    """How far a log was read, and what was found on the way."""

    origin: str
    findings: Findings
    position: int = 0
    recorded_at: str = "0"
    """The latest time so far, as framed; "0" is before any."""
    seen: set[str] = field(default_factory=set[str])

    def takes(self, run: Plain) -> bool:
        """Take rows that are sound in themselves; False where they do not go on from here."""
        follows = run.first == self.position + 1 and run.earliest >= self.recorded_at
        if not follows or not self.seen.isdisjoint(run.facts):
            return False
        self.position, self.recorded_at = run.last, run.latest
        self.seen.update(run.facts)
        return True

    def ask(self, row: Row) -> tuple[bytes, dict[str, Any]]:
        """The next row; gives its leaf hash, worked out from its bytes, and what its body says."""
        place, found = f"position {row[0]}", leaf_hash(row[6])
        self._in_its_place(row)
        self._hashed(row, found, place)
        told = self._framed_right(row, place)
        content = self._said(told.body, place) if told else {}
        if told:
            self._copies_agree(row, told, content, place)
            self._not_earlier(told, place)
        self._once(str(content.get("id", row[1])), row[1], place)
        self.position = max(self.position, row[0])
        return found, content

    def _in_its_place(self, row: Row) -> None:
        position, expected = row[0], self.position + 1
        if position < expected:
            self.findings.add(
                Code.POSITION_TWICE, f"position {position}", "the record is there already"
            )
        elif position > expected:
            upto = f" to {position - 1}" if position - 1 > expected else ""
            self.findings.add(Code.GAP, f"position {expected}", f"{expected}{upto} is missing")

    def _hashed(self, row: Row, found: bytes, place: str) -> None:
        if found != row[8]:
            self.findings.add(
                Code.LEAF_HASH, place, "the stored hash is not that of the stored bytes"
            )

    def _framed_right(self, row: Row, place: str) -> Parts | None:
        try:
            return parts(row[6])
        except Unsound as wrong:
            self.findings.add(Code.ENTRY_MALFORMED, place, wrong.why)
            return None

    def _said(self, body: bytes, place: str) -> dict[str, Any]:
        try:
            return content_of(body)
        except Unsound as wrong:
            twice = wrong.fault == Fault.BODY_DUPKEY
            code = Code.BODY_DUPKEY if twice else Code.NOT_CANONICAL
            self.findings.add(code, place, wrong.why)
            return {}

    def _copies_agree(self, row: Row, told: Parts, content: dict[str, Any], place: str) -> None:
        if told.origin != self.origin.encode():
            why = f"the entry belongs to the log {told.origin.decode(errors='replace')}"
            self.findings.add(Code.WRONG_ORIGIN, place, why)
        if wrong := _differing(row, told, content):
            why = f"the bytes say otherwise than the column {', '.join(wrong)}"
            self.findings.add(Code.COLUMN_MISMATCH, place, why)

    def _not_earlier(self, told: Parts, place: str) -> None:
        at = told.recorded_at.decode()
        if at < self.recorded_at:
            why = f"recorded at {at}, the one before at {self.recorded_at}"
            self.findings.add(Code.TIME_BACKWARDS, place, why)
        self.recorded_at = max(at, self.recorded_at)

    def _once(self, said: str, column: str, place: str) -> None:
        if said in self.seen or column in self.seen:
            self.findings.add(Code.DUPLICATE_ID, place, f"the fact {said} is in the record twice")
        self.seen |= {said, column}


def _differing(row: Row, told: Parts, content: dict[str, Any]) -> list[str]:
    position, fact, case, version, name, at, entry, start, _ = row
    copies = {
        "position": (str(position - 1), told.leaf_index.decode()),
        "recorded_at": (as_framed(at), told.recorded_at.decode()),
        "case_id": (case, told.case.decode()),
        "version": (str(version), told.version.decode()),
        "name": (name, told.name.decode()),
        "body_start": (start, len(entry) - len(told.body) + 1),
        "id": (fact, content.get("id", fact)),
        "case_id of the body": (case, content.get("case", case)),
        "version of the body": (version, content.get("version", version)),
    }
    return [column for column, (copy, said) in copies.items() if copy != said]
