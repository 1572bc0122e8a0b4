"""What is read under a purpose: sealed fields and documents, each access on record first."""

from collections.abc import Sequence
from uuid import UUID

from concerns.aggregates.provider_case import ProviderCase
from concerns.aggregates.situation import Situation
from concerns.casework.situations import Situations
from concerns.custody.custody import Custody
from concerns.custody.reading import Opened, ReadSealed, read_sealed
from concerns.custody.reading_documents import ReadDocument, lodged, read_document
from concerns.documents.spool import Spool
from concerns.events import DocumentLodged, Fact
from concerns.vocabulary import Officer, Refusal


class Readings(Situations):
    """One authority's sealed fields and documents."""

    def read_sealed(self, asked: ReadSealed, officer: Officer, case: UUID) -> list[Opened]:
        """What is sealed in a fact of the case, to whoever may read it; recorded before it is read.

        Raises:
            Refusal: as `custody.reading.read_sealed`, and where no keys are kept.
        """
        facts, situation = self._to_read(officer, case)
        return read_sealed(asked, situation, facts, self._keys())

    def read_document(
        self, asked: ReadDocument, sha256: str, officer: Officer, case: UUID
    ) -> tuple[DocumentLodged, bytes]:
        """A sealed document of the case; as `read_sealed`.

        Raises:
            Refusal: as `custody.reading_documents.read_document`, and where no keys are kept.
            Missing, Altered, StoreAway: see Documents.
        """
        facts, situation = self._to_read(officer, case)
        return read_document(asked, sha256, situation, facts, self._keys(), self.store())

    def document(self, sha256: str, facts: Sequence[Fact]) -> tuple[DocumentLodged, Spool]:
        """A document that facts of a case name, and that is not sealed; whoever asks closes it.

        Raises:
            Refusal: it was not lodged with this case, or is sealed.
            Missing, Altered, StoreAway: see Documents.
        """
        found = lodged(facts, sha256)
        if found.sealed:
            raise Refusal(
                "this document is sealed: ask for it with a purpose, by POST to its readings"
            )
        return found, self.store().open(sha256)

    def _to_read(self, officer: Officer, case: UUID) -> tuple[list[Fact], Situation]:
        facts = [one.fact for one in self.register.of_case(case)]
        if not facts or officer.authority != self.register.authority:
            raise Refusal("there is no such case", kind="not found")
        replayed = ProviderCase(case)
        for fact in facts:
            replayed.remember(fact)
        self.admit(officer, replayed)
        return facts, self.situation(None, officer, replayed)

    def _keys(self) -> Custody:
        if self.custody is None:
            raise Refusal("no keys to personal data are kept here")
        return self.custody
