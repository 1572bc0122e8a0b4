"""All that makes a witness, in one folder: to be kept, copied and given back as one."""

import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from concerns.anchoring.log import Log
from concerns.anchoring.witness import Witness
from concerns.anchoring.witness_state import WitnessState
from concerns.durable import write_once
from concerns.evidence.keys import SEED_SIZE, Key, Kind, Signer
from concerns.evidence.unsound import Fault, Unsound

KEY, LOGS, STATE = "key", "logs", "state.json"


def new_witness(folder: Path, name: str) -> Key:
    """Make a witness that knows no log yet; its public key.

    Raises:
        Unsound: KEY_MALFORMED, the name will not do. FileExistsError: one is there already.
    """
    signer = Signer(name, Kind.COSIGNATURE, secrets.token_bytes(SEED_SIZE))
    folder.mkdir(parents=True, exist_ok=True)
    if not write_once(folder / KEY, f"{signer.secret()}\n".encode()):
        raise FileExistsError(0, "a witness is there already", str(folder))
    (folder / KEY).chmod(0o600)
    write_once(folder / LOGS, b"# The logs to be witnessed: the public key of each, one a line.\n")
    (folder / LOGS).chmod(0o644)
    WitnessState.new(folder / STATE, signer.key).close()
    return signer.key


def open_witness(folder: Path, now: Callable[[], datetime]) -> Witness:
    """The witness in a folder.

    Raises:
        Unsound: KEY_MALFORMED, KEY_WEAK. StateFaulty. OSError: a file is missing.
    """
    signer = Signer.parse((folder / KEY).read_text("utf-8").strip())
    if signer.kind != Kind.COSIGNATURE:
        raise Unsound(Fault.KEY_MALFORMED, "a witness signs with a key for cosignatures only")
    logs = read_logs((folder / LOGS).read_text("utf-8"))
    return Witness(signer, logs, WitnessState(folder / STATE, signer.key), now)


def read_logs(text: str) -> dict[str, Log]:
    """The logs whose keys stand in a list, one a line; a key is named as its log.

    Raises:
        Unsound: KEY_MALFORMED, KEY_WEAK.
    """
    found = dict[str, Log]()
    for line in text.splitlines():
        said = line.strip()
        if said and not said.startswith("#"):
            key = Key.parse(said)
            known = found.get(key.name, Log(key.name, ()))
            found[key.name] = Log(key.name, (*known.keys, key))
    return found
