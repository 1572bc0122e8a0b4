"""The end of a key to personal data: proposed by one person, confirmed by another."""

from datetime import date

from concerns import events
from concerns.aggregates.acts import act
from concerns.aggregates.personal_data import Held, Whose
from concerns.aggregates.situation import Situation
from concerns.commands.command import Command
from concerns.commands.destroy_keys import DestroyKeys
from concerns.commands.propose_key_destruction import ProposeKeyDestruction
from concerns.events import Fact
from concerns.procedures.retention import RetentionClass
from concerns.vocabulary import Refusal


def propose_key_destruction(asked: ProposeKeyDestruction, situation: Situation) -> list[Fact]:
    """A proposal by whoever keeps the logs. Nothing is destroyed by it.

    Raises:
        Refusal: nothing is sealed, a legal hold stands, the period has not ended, or not your role.
    """
    whose = (asked.subject, asked.retention)
    held, kept = _may_end(whose, situation)
    basis = _basis(asked.ground, held, kept, situation)
    if asked.ground and not asked.evidence:
        raise Refusal(
            f"“{kept.sooner[asked.ground]}” must be shown: name the paper as evidence",
            kind="not understood",
            where="evidence",
        )
    return act(
        events.KeyDestructionProposed,
        asked,
        situation,
        roles=situation.procedure.acts.keep_logs,
        doing="proposing to destroy a key",
        step="propose_key_destruction",
        subject=asked.subject,
        retention=asked.retention,
        retention_title=kept.title,
        ground=asked.ground,
        basis=basis,
        keys=sorted(held.keys),
    )


def destroy_keys(asked: DestroyKeys, situation: Situation) -> list[Fact]:
    """The decision of a second person, by whoever authorises departures; the keys then go.

    Raises:
        Refusal: no such proposal, the same person twice, a legal hold, data added since, or not
            your role.
    """
    proposal = situation.case.personal_data.proposals.get(asked.fact)
    if proposal is None:
        raise Refusal("nobody proposed this destruction", kind="not found", where="fact")
    humans = situation.officer.humans()
    if any(one.is_same(other) for one in proposal.humans for other in humans):
        raise Refusal("whoever proposed a destruction may not confirm it: another must")
    held, kept = _may_end(proposal.whose, situation)
    if held.version > proposal.version:
        raise Refusal("personal data was added after the proposal: propose it again", where="fact")
    _happens_now(asked, situation)
    subject, retention = proposal.whose
    return act(
        events.SubjectKeysDestroyed,
        asked,
        situation,
        roles=situation.procedure.acts.authorise_departures,
        doing="destroying a key",
        step="destroy_keys",
        subject=subject,
        retention=retention,
        retention_title=kept.title,
        basis=_basis(proposal.ground, held, kept, situation),
        proposal=asked.fact,
        approvers=[*proposal.humans, *humans],
        keys=sorted(held.keys),
        forms=sorted(held.forms),
    )


def _may_end(whose: Whose, situation: Situation) -> tuple[Held, RetentionClass]:
    subject, retention = whose
    if situation.seals is None:
        raise Refusal("no keys to personal data are kept here")
    held = situation.case.personal_data.held.get(whose)
    if held is None:
        raise Refusal(
            f"nothing is sealed of {subject} in the class {retention!r}, or its key is destroyed",
            kind="not found",
            where="subject",
        )
    if situation.case.personal_data.held_back(subject):
        raise Refusal(f"a legal hold keeps the personal data of {subject}: it must be lifted first")
    kept = situation.seals.retention.classes.get(retention)
    if kept is None:
        raise Refusal(
            f"the retention class {retention!r} is not at hand, so nobody can say when it ends",
            where="retention",
        )
    return held, kept


def _basis(ground: str, held: Held, kept: RetentionClass, situation: Situation) -> str:
    """Why the key may go now, in words."""
    if ground:
        if ground not in kept.sooner:
            raise Refusal(
                f"{ground!r} is no ground to destroy a {kept.title} sooner; there are: "
                f"{', '.join(kept.sooner) or 'none'}",
                kind="not understood",
                where="ground",
            )
        return kept.sooner[ground]
    begins = period_begins(held, situation.case.personal_data.closed_on)
    if begins is None:
        raise Refusal(
            f"a {kept.title} is kept for {kept.keep_years} years after the case is closed, "
            "and it is not closed on a day that is known"
        )
    if situation.today <= kept.ends(begins):
        raise Refusal(
            f"a {kept.title} is kept for {kept.keep_years} years after {begins}, "
            f"until {kept.ends(begins)} ({kept.source})"
        )
    return f"kept for {kept.keep_years} years after {begins} ({kept.source})"


def period_begins(held: Held, closed_on: date | None) -> date | None:
    """The day the case was closed, or of the last entry if that is later; None if not known."""
    begins = max(held.latest, closed_on) if closed_on else None
    return None if begins == date.max else begins


def _happens_now(asked: Command, situation: Situation) -> None:
    if asked.occurred is not None and asked.occurred.text != situation.today.isoformat():
        raise Refusal(
            "a key is destroyed when this is recorded, not before or after",
            kind="not understood",
            where="occurred",
        )
