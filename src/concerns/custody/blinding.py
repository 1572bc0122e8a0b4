import re
from uuid import UUID

from concerns.aggregates.sealed_forms import to_seal
from concerns.commands.fill_in_form import FillInForm
from concerns.commands.lodge_document import LodgeDocument
from concerns.custody.custody import Custody
from concerns.events import REFERENCE
from concerns.procedures.parts import Form
from concerns.storage.keys import Whose


def blinded(
    asked: FillInForm, form: Form, custody: Custody, authority: str, case: UUID
) -> FillInForm:
    """A request as it may be kept to know it again: personal data only as its key tells it.

    A plain digest of it could be guessed at, and would outlast the key.
    """
    if asked.about and not re.fullmatch(REFERENCE, asked.about):
        return asked  # about to be refused, and then nothing of it is kept
    told = {
        name: custody.blinded(authority, Whose(case, one.subject, one.retention), one.value)
        for name, one in to_seal(asked, form, custody.seals(authority, case)).items()
    }
    return asked.model_copy(update={"entries": {**asked.entries, **told}})


def blinded_document(
    asked: LodgeDocument, custody: Custody, authority: str, case: UUID
) -> LodgeDocument:
    """As `blinded`: the digest of a letter that is known could be guessed at."""
    if not re.fullmatch(REFERENCE, asked.about):
        return asked  # not sealed, or about to be refused
    if asked.retention not in custody.retention.classes:
        return asked  # about to be refused, and then nothing of it is kept
    whose = Whose(case, asked.about, asked.retention)
    return asked.model_copy(update={"sha256": custody.blinded(authority, whose, asked.sha256)})
