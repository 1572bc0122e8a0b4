"""Personal data that only a key opens, legal holds, and the end of a key."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from pydantic import Field

from concerns.events.fact import Decision, Text
from concerns.events.papers import FormFilledIn
from concerns.vocabulary import Frozen, Person

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Base64 = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]+={0,2}$")]

SUBJECT = r"^([A-Z]{1,3}[0-9]{1,4}|[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)$"
Subject = Annotated[str, Field(pattern=SUBJECT)]
"""Whose data it is: a person's reference such as R12; where a form is about the case, the form and
the field, such as key_details.manager_contact, since each names another person."""


_DOCUMENT = "document "  # no form is called so: keys have no spaces


def document_place(sha256: str) -> str:
    """Where a sealed document is said to stand, among the forms."""
    return _DOCUMENT + sha256


def documents_among(places: Iterable[str]) -> tuple[str, ...]:
    """The SHA-256 of each document among forms and documents."""
    return tuple(one.removeprefix(_DOCUMENT) for one in places if one.startswith(_DOCUMENT))


class Envelope(Frozen):
    """A value that only its key opens.

    `key` and `kc` are commitments: digests of the subject's key, and of the field's own.
    """

    subject: Subject
    retention: Text
    key: Digest
    kc: Digest
    n: Base64
    ct: Base64


class SealedEntry(Frozen):
    """One field of a form, sealed."""

    field: Text
    label: Text
    envelope: Envelope


class FormSealed(FormFilledIn):
    name = "form-sealed/1"
    sealed: tuple[SealedEntry, ...] = Field(min_length=1)

    @property
    def said(self) -> str:
        clear = [f"{one.label}: {one.value}" for one in self.entries]
        return "; ".join([*clear, "sealed: " + ", ".join(one.label for one in self.sealed)])


class LegalHoldPlaced(Decision):
    name = "legal-hold-placed/1"
    sentence = "{by} placed a legal hold on the personal data of {whose} ({demanded_by}): {reason}"
    subject: Subject | None = None
    """Whose data must stay; everybody's in the case where nobody is named."""
    demanded_by: Text

    @property
    def whose(self) -> str:
        return self.subject or "everybody in the case"


class LegalHoldLifted(Decision):
    name = "legal-hold-lifted/1"
    sentence = "{by} lifted a legal hold: {reason}"
    hold: UUID


class KeyDestructionProposed(Decision):
    name = "key-destruction-proposed/1"
    sentence = (
        "{by} proposed to destroy the key to the personal data of {subject} "
        "({retention_title}): {basis}; {reason}"
    )
    subject: Subject
    retention: Text
    retention_title: Text
    ground: str = ""
    """Why sooner than the retention period ends; empty where it has ended."""
    basis: Text
    keys: tuple[Digest, ...] = Field(min_length=1)


class SubjectKeysDestroyed(Decision):
    name = "subject-keys-destroyed/1"
    sentence = (
        "{by} destroyed the key to the personal data of {subject} ({retention_title}), "
        "which nobody can read from now on: {basis}; {reason}"
    )
    subject: Subject
    retention: Text
    retention_title: Text
    basis: Text
    proposal: UUID
    approvers: tuple[Person, ...] = Field(min_length=2)
    keys: tuple[Digest, ...] = Field(min_length=1)
    """Commitments to the keys: in every envelope that they opened, so that each can be told."""
    forms: tuple[Text, ...] = Field(min_length=1)
    """The forms that hold what can no longer be read, and the documents, by `document_place`."""

    @property
    def documents(self) -> tuple[str, ...]:
        """The SHA-256 of each document that can no longer be read, and is deleted."""
        return documents_among(self.forms)
