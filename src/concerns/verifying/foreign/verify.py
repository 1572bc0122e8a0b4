#!/usr/bin/env python3
"""Check a bundle of a record, or a disclosure from one, with nothing but Python (3.9 or later).

    python3 verify.py --key VKEY [FOLDER]

VKEY is the log's public key (or a file with a key in each line), from elsewhere than this folder.
Checked are the list of files, the signature of the checkpoint, every tile and every entry under it,
each proof, and notes among the anchors. In a disclosure (DISCLOSURE.json): that its list accounts
for every fact of the case, that each has its place in the record, that those disclosed are the
very bytes, and that each sealed field that was opened says what the list says.

Formats: C2SP signed-note, tlog-checkpoint, tlog-tiles, tlog-proof; RFC 9162 section 2.1; Ed25519
by RFC 8032; AES-256-GCM by FIPS 197 and NIST SP 800-38D.

Exit code 0: all holds. 1: something does not, and is named. 2: not decided, because no key was
given, or only the bundle's own: then it agrees with itself, whoever made it.
"""

from __future__ import annotations

# ruff: noqa: D101, D102, D103, PLR2004 - one file to be read from top to bottom, by strangers
import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

WIDTH = 256
HASH = 32
ENTRY_HEADER = b"provider-concerns-entry/1"


class Wrong(Exception):
    """Something does not hold; the message names it."""


# --- hashes: RFC 9162 section 2.1


def sha256(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00", entry)


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01", left, right)


class Frontier:
    """The perfect subtrees of a growing tree, largest first."""

    def __init__(self) -> None:
        self.size = 0
        self.parts: list[bytes] = []

    def add(self, one: bytes) -> None:
        rest = self.size
        while rest & 1:
            one, rest = node_hash(self.parts.pop(), one), rest >> 1
        self.parts.append(one)
        self.size += 1

    def root(self) -> bytes:
        if not self.parts:
            return sha256(b"")
        found = self.parts[-1]
        for left in reversed(self.parts[:-1]):
            found = node_hash(left, found)
        return found


def root_of(hashes: list[bytes]) -> bytes:
    frontier = Frontier()
    for one in hashes:
        frontier.add(one)
    return frontier.root()


def cut(tile: bytes) -> list[bytes]:
    return [tile[at : at + HASH] for at in range(0, len(tile), HASH)]


# --- Ed25519: RFC 8032 section 5.1.7, for public data only

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def add(a: Point, b: Point) -> Point:
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    x, y = (f - e) * (h - g), (h + g) * (f + e)
    return (x % P, y % P, (h - g) * (h + g) % P, (f - e) * (f + e) % P)


def times(number: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = add(found, point)
        point, number = add(point, point), number >> 1
    return found


def same(a: Point, b: Point) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def point_of(raw: bytes) -> Point | None:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


@cache
def holds(public: bytes, text: bytes, signature: bytes) -> bool:
    key, first = point_of(public), point_of(signature[:32])
    number = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or first is None or number >= L or BASE is None:
        return False
    if same(times(8, key), (0, 1, 1, 0)):  # a key of low order: anybody's signature holds
        return False
    digest = hashlib.sha512(signature[:32] + public + text).digest()
    told = times(int.from_bytes(digest, "little") % L, key)
    return same(times(number, BASE), add(first, told))


# --- notes and checkpoints


class Key(NamedTuple):
    name: str
    id: bytes
    public: bytes


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes


def decoded(text: str, what: str) -> bytes:
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise Wrong(what + ": not base64") from None
    if base64.b64encode(raw).decode() != text:
        raise Wrong(what + ": base64 in another spelling")
    return raw


def read_key(line: str) -> Key:
    name, _, rest = line.partition("+")
    id_, _, encoded = rest.partition("+")
    raw = decoded(encoded, "key")
    key = Key(name, sha256(name.encode(), b"\n", raw)[:4], raw[1:])
    if raw[:1] != b"\x01" or len(raw) != 33 or key.id.hex() != id_ or not name:
        raise Wrong("key: not an Ed25519 key, or its id is not its own")
    return key


def whole_number(text: str, what: str) -> int:
    if not re.fullmatch("0|[1-9][0-9]{0,18}", text):
        raise Wrong(what + ": not a whole number")
    return int(text)


def read_note(raw: bytes, keys: list[Key], what: str) -> Checkpoint:
    """What a checkpoint says, if one of the keys has signed it and none of them wrongly."""
    try:
        text, blank, under = raw.decode("utf-8").partition("\n\n")
    except UnicodeDecodeError:
        raise Wrong(what + ": not UTF-8") from None
    lines = text.split("\n")
    if not blank or len(lines) != 3 or not under.endswith("\n"):
        raise Wrong(what + ": not a signed checkpoint")
    signed = False
    for line in under[:-1].split("\n"):
        found = re.fullmatch("\u2014 ([^ +]+) ([A-Za-z0-9+/=]+)", line)
        if not found:
            raise Wrong(what + ": a line under it is no signature")
        content = decoded(found[2], what)
        for key in keys:
            if (found[1], content[:4]) == (key.name, key.id) and key.name == lines[0]:
                if not holds(key.public, text.encode() + b"\n", content[4:]):
                    raise Wrong(what + ": the signature does not hold")
                signed = True
    root = decoded(lines[2], what)
    if not signed:
        raise Wrong(what + ": none of the keys has signed it")
    if len(root) != HASH:
        raise Wrong(what + ": the root is no SHA-256")
    return Checkpoint(lines[0], whole_number(lines[1], what), root)


# --- tiles: C2SP tlog-tiles


def tile_path(level: str, number: int, width: int) -> str:
    groups = f"{number:,}".split(",")
    parts = ["x" + one.zfill(3) for one in groups[:-1]] + [groups[-1].zfill(3)]
    partial = f".p/{width}" if width != WIDTH else ""
    return "tile/{}/{}{}".format(level, "/".join(parts), partial)


def tile_paths(level: int, size: int) -> Iterator[tuple[int, str, int]]:
    count = size >> 8 * level
    for number in range((count + WIDTH - 1) // WIDTH):
        width = min(WIDTH, count - number * WIDTH)
        yield number, tile_path(str(level), number, width), width


def unpacked(bundle: bytes, width: int) -> list[bytes]:
    entries: list[bytes] = []
    at = 0
    while at < len(bundle) and len(entries) < width:
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        entries.append(bundle[at + 2 : end])
        at = end
    if at != len(bundle) or len(entries) != width:
        msg = f"it does not hold {width} whole entries"
        raise Wrong(msg)
    return entries


class Bundle:
    """A folder; what does not hold is gathered in `wrong`."""

    def __init__(self, folder: Path, keys: list[Key]) -> None:
        self.folder = folder
        self.keys = keys
        self.wrong: list[str] = []
        self.proved: dict[int, bytes] = {}  # leaf hashes by index, where a proof asks for one
        self.roots: dict[int, bytes] = {}  # roots by size, where an anchor says one

    def check(self) -> list[str]:
        self.manifest()
        try:
            checkpoint = read_note(self.read("checkpoint"), self.keys, "checkpoint")
        except Wrong as wrong:
            self.wrong.append(str(wrong))
            return self.wrong
        asked, sizes = self.asked_for()
        self.tree(checkpoint)
        self.entries(checkpoint, asked, sizes)
        self.proofs()
        self.anchors(checkpoint)
        return self.wrong

    def read(self, path: str) -> bytes:
        try:
            return (self.folder / path).read_bytes()
        except OSError:
            raise Wrong(path + ": missing") from None

    def manifest(self) -> None:
        try:
            lines = self.read("MANIFEST.sha256").decode("utf-8").splitlines()
        except (Wrong, UnicodeDecodeError):
            self.wrong.append("MANIFEST.sha256: missing, or not text")
            return
        listed = {line[66:]: line[:64] for line in lines}
        for path, digest in sorted(listed.items()):
            file = self.folder / path
            if not file.is_file():
                self.wrong.append(path + ": listed and missing")
            elif hashlib.sha256(file.read_bytes()).hexdigest() != digest:
                self.wrong.append(path + ": not as listed")
        for file in sorted(self.folder.rglob("*")):
            path = file.relative_to(self.folder).as_posix()
            if file.is_file() and path not in listed and path != "MANIFEST.sha256":
                self.wrong.append(path + ": not listed")

    def asked_for(self) -> tuple[list[int], list[int]]:
        """Indexes of leaves that proofs are about, and sizes that anchors tell of."""
        proofs = [file.stem for file in self.folder.glob("proofs/*.tlog-proof")]
        lines = [raw.split(b"\n")[1:2] for _, raw in self.notes()]
        indexes = [int(one) - 1 for one in proofs if one.isdigit()]
        sizes = [int(one) for some in lines for one in some if one.isdigit()]
        return indexes, sizes

    def notes(self) -> Iterator[tuple[str, bytes]]:
        for file in sorted(self.folder.glob("anchors/**/*")):
            if file.is_file():
                raw = file.read_bytes()
                if "\n\u2014 ".encode() in raw or file.suffix in {".note", ".checkpoint"}:
                    yield file.relative_to(self.folder).as_posix(), raw

    def tree(self, checkpoint: Checkpoint) -> None:
        """Partial tiles lead to the root; every whole tile to its hash in the tile above it."""
        edge: dict[str, bytes] = {}
        level = 0
        while checkpoint.size >> 8 * level:
            above = {n: path for n, path, _ in tile_paths(level + 1, checkpoint.size)}
            for number, path, width in tile_paths(level, checkpoint.size):
                try:
                    if width < WIDTH:
                        edge[path] = self.tile(path, width)
                    else:
                        self.whole_tile(path, above[number // WIDTH], number % WIDTH)
                except Wrong as wrong:
                    self.wrong.append(str(wrong))
            level += 1
        if self.root_of_edge(list(edge.values())) != checkpoint.root:
            partial = ", ".join(edge) or "tile/"
            self.wrong.append(f"{partial}: these partial tiles do not lead to the root")

    def tile(self, path: str, width: int = WIDTH) -> bytes:
        tile = self.read(path)
        if len(tile) != width * HASH:
            raise Wrong(f"{path}: not {width} hashes")
        return tile

    def whole_tile(self, path: str, above: str, nth: int) -> None:
        parent = self.read(above)
        if root_of(cut(self.tile(path))) != parent[nth * HASH : (nth + 1) * HASH]:
            raise Wrong(f"{path}: does not match {above}, the tile above it")

    @staticmethod
    def root_of_edge(edge: list[bytes]) -> bytes:
        """The partial tiles, lowest level first, as one tree."""
        found: bytes | None = None
        for tile in edge:
            frontier = Frontier()
            for one in cut(tile):
                frontier.add(one)
            for part in reversed(frontier.parts):
                found = part if found is None else node_hash(part, found)
        return sha256(b"") if found is None else found

    def entries(self, checkpoint: Checkpoint, asked: list[int], sizes: list[int]) -> None:
        """Every entry has its hash in its tile, and says its own log and place."""
        frontier, wanted, anchored = Frontier(), set(asked), set(sizes)
        for number, path, width in tile_paths(0, checkpoint.size):
            bundle = tile_path("entries", number, width)
            try:
                hashes = cut(self.tile(path, width))
                entries = unpacked(self.read(bundle), width)
            except Wrong as wrong:
                self.wrong.append(f"{bundle}: {wrong}")
                return
            for nth, entry in enumerate(entries):
                index, found = number * WIDTH + nth, leaf_hash(entry)
                head = b"%b\n%b\n%d\n" % (ENTRY_HEADER, checkpoint.origin.encode(), index)
                if found != hashes[nth] or not entry.startswith(head):
                    said = "{}: position {} does not match its hash in {}, or its place"
                    self.wrong.append(said.format(bundle, index + 1, path))
                if index in wanted:
                    self.proved[index] = found
                frontier.add(found)
                if frontier.size in anchored:
                    self.roots[frontier.size] = frontier.root()
        if frontier.root() != checkpoint.root:
            self.wrong.append("checkpoint: the entries do not lead to its root")

    def proofs(self) -> None:
        for file in sorted(self.folder.glob("proofs/*")):
            path = file.relative_to(self.folder).as_posix()
            try:
                self.proof(file.read_bytes(), path, file.stem)
            except Wrong as wrong:
                self.wrong.append(str(wrong))

    def proof(self, raw: bytes, path: str, stem: str) -> None:
        head, _, note = raw.partition(b"\n\n")
        lines = head.decode("utf-8", "replace").split("\n")
        if lines[0] != "c2sp.org/tlog-proof@v1" or len(lines) < 2:
            raise Wrong(path + ": not a proof")
        tree = read_note(note, self.keys, path)
        index = whole_number(lines[1].replace("index ", "", 1), path)
        if lines[1] != f"index {index}" or stem != str(index + 1):
            raise Wrong(path + ": of another entry than its name says")
        at, last, found = index, tree.size - 1, self.proved.get(index, b"")
        for line in lines[2:]:
            one = decoded(line, path)
            if last == 0 or len(one) != HASH:
                raise Wrong(path + ": too long")
            if at & 1 or at == last:
                found = node_hash(one, found)
                while at and not at & 1:
                    at, last = at >> 1, last >> 1
            else:
                found = node_hash(found, one)
            at, last = at >> 1, last >> 1
        if last or found != tree.root:
            raise Wrong(path + ": does not lead to the root")

    def anchors(self, checkpoint: Checkpoint) -> None:
        for path, raw in self.notes():
            try:
                said = read_note(raw, self.keys, path)
            except Wrong as wrong:
                self.wrong.append(str(wrong))
                continue
            if said.size > checkpoint.size:
                self.wrong.append(f"{path}: tells of {said.size} entries, more than here")
            elif said.size and self.roots.get(said.size) != said.root:
                self.wrong.append(f"{path}: these entries do not lead to its root")


# --- one sealed field: AES-256-GCM, for a key and a text that are given in the open


def doubled(byte: int) -> int:
    return byte << 1 ^ (0x11B if byte & 0x80 else 0)


def s_box() -> bytes:
    powers = [1]  # of 3, which goes through every byte but 0
    while len(powers) < 255:
        powers.append(powers[-1] ^ doubled(powers[-1]))
    box = bytearray(b"\x63" * 256)
    for nth, one in enumerate(powers):
        inverse = powers[-nth % 255] * 0x101
        turned = inverse ^ inverse >> 4 ^ inverse >> 5 ^ inverse >> 6 ^ inverse >> 7
        box[one] = turned & 0xFF ^ 0x63
    return bytes(box)


BOX = s_box()


def xor(a: bytes, b: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(a, b))  # noqa: B905 - Python 3.9 has no strict


def round_keys(key: bytes) -> list[bytes]:
    words = [key[at : at + 4] for at in range(0, 32, 4)]
    turn = 1
    while len(words) < 60:
        word = words[-1]
        if len(words) % 8 == 0:
            word = xor((word[1:] + word[:1]).translate(BOX), bytes([turn, 0, 0, 0]))
            turn = doubled(turn)
        elif len(words) % 8 == 4:
            word = word.translate(BOX)
        words.append(xor(words[-8], word))
    return [b"".join(words[at : at + 4]) for at in range(0, 60, 4)]


def encrypted(keys: list[bytes], block: bytes) -> bytes:
    state = xor(block, keys[0])
    for key in keys[1:-1]:
        state = xor(mixed(shifted(state)), key)
    return xor(shifted(state), keys[-1])


def shifted(state: bytes) -> bytes:
    return bytes(BOX[state[(at + at % 4 * 4) % 16]] for at in range(16))


def mixed(state: bytes) -> bytes:
    found = bytearray()
    for at in range(0, 16, 4):
        column = state[at : at + 4]
        every = column[0] ^ column[1] ^ column[2] ^ column[3]
        found += bytes(
            column[n] ^ every ^ doubled(column[n] ^ column[(n + 1) % 4]) for n in range(4)
        )
    return bytes(found)


def product(a: int, b: int) -> int:
    """In the field of GCM, whose lowest bit is written first."""
    found = 0
    for bit in range(127, -1, -1):
        if a >> bit & 1:
            found ^= b
        b = b >> 1 ^ (0xE1 << 120 if b & 1 else 0)
    return found


def unsealed(key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes) -> bytes | None:
    """What was sealed; None where key, place or bytes are other ones."""
    text, tag = sealed[:-16], sealed[-16:]
    if len(key) != 32 or len(nonce) != 12 or len(tag) != 16:
        return None
    keys = round_keys(key)
    hashed, by = 0, int.from_bytes(encrypted(keys, bytes(16)), "big")
    lengths = (len(bound_to) << 67 | len(text) << 3).to_bytes(16, "big")
    padded = b"".join(one + bytes(-len(one) % 16) for one in (bound_to, text)) + lengths
    for at in range(0, len(padded), 16):
        hashed = product(hashed ^ int.from_bytes(padded[at : at + 16], "big"), by)
    first = encrypted(keys, nonce + b"\x00\x00\x00\x01")
    if xor(hashed.to_bytes(16, "big"), first) != tag:
        return None
    blocks = range((len(text) + 15) // 16)
    stream = b"".join(encrypted(keys, nonce + (n + 2).to_bytes(4, "big")) for n in blocks)
    return xor(text, stream)


# --- a disclosure: some facts of one case, the places of the others, and why they are withheld

LIST = "DISCLOSURE.json"
KEY_COMMITMENT = b"provider-concerns/key-commitment/1\x00"
SEALED_FIELD = b"provider-concerns/sealed-field/1\n"
Told = dict[str, Any]  # what the list says of a fact or a field


class Disclosure(Bundle):
    """A folder about one case; its list is held against the entries, and against the record."""

    def check(self) -> list[str]:
        self.manifest()
        try:
            raw = self.read("checkpoint")
            checkpoint = read_note(raw, self.keys, "checkpoint")
            told = self.told()
            self.under(checkpoint, told)
            self.accounted(checkpoint, told)
            self.facts(told)
            self.one_checkpoint(raw, told)
        except Wrong as wrong:
            self.wrong.append(str(wrong))
            return self.wrong
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
            self.wrong.append(LIST + ": not a list of form disclosure/1")
            return self.wrong
        self.proofs()
        return self.wrong

    def told(self) -> Told:
        raw = self.read(LIST)
        told: Told = json.loads(raw)
        if told["form"] != "disclosure/1" or written(told) != raw:
            raise Wrong(LIST + ": not of form disclosure/1, or not written as RFC 8785 has it")
        return told

    def under(self, checkpoint: Checkpoint, told: Told) -> None:
        said = (told["origin"], told["checkpoint"]["size"], told["checkpoint"]["root"])
        if said != (checkpoint.origin, checkpoint.size, checkpoint.root.hex()):
            self.wrong.append(LIST + ": it speaks of another checkpoint")

    def accounted(self, checkpoint: Checkpoint, told: Told) -> None:
        """Versions 1 to the last, each once, in the order of their positions."""
        versions = [one["version"] for one in told["facts"]]
        positions = [one["position"] for one in told["facts"]]
        last, there = told["up_to"], set(versions)
        missing = next((n for n in range(1, last + 1) if n not in there), None)
        if missing:
            self.wrong.append(f"{LIST}: fact {missing} of the case is not accounted for")
        elif len(versions) != last or versions != sorted(versions):
            self.wrong.append(f"{LIST}: it does not account for facts 1 to {last}, each once")
        if positions != sorted(set(positions)) or not 0 < positions[0] <= positions[-1]:
            self.wrong.append(f"{LIST}: the positions do not rise with the facts")
        if positions[-1] > checkpoint.size:
            self.wrong.append(f"{LIST}: position {positions[-1]} is not under the checkpoint")

    def facts(self, told: Told) -> None:
        sealed: dict[tuple[int, str], tuple[str, Told]] = {}
        for one in told["facts"]:
            leaf = self.proved[one["position"] - 1] = bytes.fromhex(one["leaf_hash"])
            if "entry" in one:
                body = self.disclosed(one, leaf, told)
                for held in body.get("sealed", ()):
                    sealed[one["version"], held["field"]] = (body["id"], held["envelope"])
            elif not one["ground"].strip():
                self.wrong.append(f"{LIST}: fact {one['version']} is withheld without a ground")
        entries = {one["entry"] for one in told["facts"] if "entry" in one}
        for file in sorted(self.folder.glob("entries/*")):
            path = file.relative_to(self.folder).as_posix()
            if path not in entries:
                self.wrong.append(f"{path}: of no fact that the list says is disclosed")
        self.fields(sealed, told)

    def disclosed(self, one: Told, leaf: bytes, told: Told) -> Told:
        path, place = one["entry"], f"fact {one['version']} at position {one['position']}"
        if path != f"entries/{one['position']}":
            raise Wrong(f"{LIST}: {place} has its entry elsewhere than it must")
        raw = self.read(path)
        if leaf_hash(raw) != leaf:
            self.wrong.append(f"{path}: not what was recorded as {place}")
        *head, body = raw.split(b"\n", 7)
        said = (told["origin"], one["position"] - 1, told["case"], one["version"])
        origin, index, case, version = (str(part).encode() for part in said)
        if head[:3] + head[4:6] != [ENTRY_HEADER, origin, index, case, version]:
            self.wrong.append(f"{path}: it does not say itself that it is {place}")
        found: Told = json.loads(body)
        return found

    def fields(self, sealed: dict[tuple[int, str], tuple[str, Told]], told: Told) -> None:
        """Every sealed field of what is disclosed is opened, or it is said why not."""
        listed = {(one["version"], one["field"]): one for one in told["fields"]}
        if len(listed) != len(told["fields"]):
            self.wrong.append(f"{LIST}: a field is listed twice")
        for version, field in sorted(sealed.keys() ^ listed.keys()):
            self.wrong.append(f"{LIST}: field {field} of fact {version} is not accounted for")
        for where in sorted(sealed.keys() & listed.keys()):
            one, (fact, envelope) = listed[where], sealed[where]
            why_not = one.get("ground") or one.get("destroyed_on") or ""
            if one["state"] == "opened":
                self.opened(one, fact, envelope, told["authority"])
            elif one["state"] not in {"shut", "destroyed"} or not why_not.strip():
                self.wrong.append(
                    f"{LIST}: field {where[1]} of fact {where[0]} is shut, without why"
                )

    def opened(self, one: Told, fact: str, envelope: Told, authority: str) -> None:
        named = f"{LIST}: field {one['field']} of fact {one['version']}"
        key = bytes.fromhex(one["key"])
        if sha256(KEY_COMMITMENT, key).hex() != envelope["kc"]:
            self.wrong.append(named + ": this is not the key that it was sealed with")
            return
        place = f"{authority}\n{fact}\nsealed.{one['field']}".encode()
        nonce, text = (decoded(envelope[part], named) for part in ("n", "ct"))
        found = unsealed(key, nonce, text, SEALED_FIELD + place)
        if found is None:
            self.wrong.append(named + ": its key does not open it here")
        elif json.dumps(json.loads(found)) != json.dumps(one["value"]):
            self.wrong.append(named + ": it says something else than the list")

    def one_checkpoint(self, note: bytes, told: Told) -> None:
        for one in told["facts"]:
            path = f"proofs/{one['position']}.tlog-proof"
            if self.read(path).partition(b"\n\n")[2] != note:
                self.wrong.append(path + ": under another checkpoint")


def written(content: Told) -> bytes:
    """RFC 8785, for content without fractions whose names are ASCII."""
    said = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return said.encode("utf-8")


def check(folder: Path, keys: list[Key]) -> list[str]:
    """What does not hold in a folder, each with its name; nothing where all holds."""
    kind = Disclosure if (folder / LIST).exists() else Bundle
    return kind(folder, keys).check()


def given_keys(words: list[str]) -> list[Key]:
    lines: list[str] = []
    for word in words:
        lines += Path(word).read_text().split() if Path(word).is_file() else [word]
    return [read_key(line) for line in lines]


def is_ed25519(vkey: str) -> bool:
    """Other kinds of keys may sign too; this file cannot check them."""
    return decoded(vkey.strip().split("+", 2)[-1], "key")[:1] == b"\x01"


def main(words: list[str]) -> int:
    said: list[str] = []
    rest: list[str] = []
    while words:
        word = words.pop(0)
        if word == "--key" and words:
            said.append(words.pop(0))
        elif word.startswith("-"):
            sys.stdout.write(__doc__ or "")
            return 2
        else:
            rest.append(word)
    folder = Path(rest[0]) if rest else Path(__file__).resolve().parent
    try:
        own = [one for one in sorted(folder.glob("keys/log-*.vkey")) if is_ed25519(one.read_text())]
        keys = given_keys(said or [str(one) for one in own])
    except Wrong as wrong:
        sys.stdout.write(f"{wrong}\n")
        return 2
    if not keys:
        sys.stdout.write("Not checked: name the log's key with --key.\n")
        return 2
    wrong = check(folder, keys)
    for one in wrong:
        sys.stdout.write(f"WRONG {one}\n")
    if wrong:
        return 1
    return verdict(folder, known=bool(said))


HOLDS = "All holds: signature, every tile, every entry, every proof.\n"
SHOWN = (
    "All holds: signature, list, every entry disclosed, every proof, every field opened. That a\n"
    "withheld place is that fact of this case shows only to whoever is shown its entry.\n"
)


def verdict(folder: Path, *, known: bool) -> int:
    disclosure = (folder / LIST).exists()
    if disclosure:
        digest = hashlib.sha256((folder / LIST).read_bytes()).hexdigest()
        sys.stdout.write(f"{LIST} has the SHA-256 {digest}: ask which one the record has.\n")
    if not known:
        sys.stdout.write("The folder agrees with itself. Whose it is was not checked: use --key.\n")
        return 2
    sys.stdout.write(SHOWN if disclosure else HOLDS)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
