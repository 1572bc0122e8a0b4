"""A signed note as somebody hands it over: is it a checkpoint of this log, by a key relied on?"""

from dataclasses import dataclass

from concerns.evidence.checkpoint import Checkpoint, read_text
from concerns.evidence.note import Note
from concerns.evidence.signed_checkpoint import open_checkpoint
from concerns.evidence.unsound import Unsound
from concerns.verifying.finding import Code, Findings
from concerns.verifying.policy import Policy


@dataclass(frozen=True, slots=True)
class Notary:
    """Opens notes of one log. Without a policy, what they say is read, and no signature checked."""

    origin: str
    policy: Policy | None
    findings: Findings

    def opened(self, raw: bytes, place: str) -> Checkpoint | None:
        """What a note says, None where nothing it says counts; the finding says why."""
        try:
            note = Note.parse(raw)
            said = read_text(note.text)
        except Unsound as wrong:
            self.findings.add(Code.CHECKPOINT_MALFORMED, place, wrong.why)
            return None
        if said.origin != self.origin:
            self.findings.add(Code.WRONG_ORIGIN, place, f"a checkpoint of {said.origin}")
            return None
        return said if self._is_signed(raw, note, said.size, place) else None

    def _is_signed(self, raw: bytes, note: Note, size: int, place: str) -> bool:
        if self.policy is None:
            return True
        keys = self.policy.keys_at(size)
        try:
            open_checkpoint(raw, self.origin, keys, self.policy.witnesses)
        except Unsound as wrong:
            relied_on = {(key.name, key.id) for key in [*keys, *self.policy.witnesses]}
            bad = any((one.name, one.key_id) in relied_on for one in note.signatures)
            code = Code.CHECKPOINT_BAD_SIGNATURE if bad else Code.UNKNOWN_OR_BAD_KEY
            self.findings.add(code, place, wrong.why)
            return False
        return True
