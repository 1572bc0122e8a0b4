"""The key that wraps keys: its file, its exchange, and what happens without it."""

from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from concerns.sealing.field import new_key
from concerns.sealing.refused import NotOpened
from concerns.sealing.wrapping import KekFaulty, Keks, add_kek, have_kek, read_keks
from concerns.storage.key_settings import NoKek, Settings


def test_a_key_is_unwrapped_by_the_key_that_wrapped_it() -> None:
    """Design 11."""
    keks, key = Keks(new_key()), new_key()
    assert keks.unwrap(keks.wrap(key)) == key
    assert key not in keks.wrap(key).content


def test_another_key_does_not_unwrap_it() -> None:
    """The wrong file is called by its name: nothing is damaged."""
    with pytest.raises(NotOpened) as refused:
        Keks(new_key()).unwrap(Keks(new_key()).wrap(new_key()))
    assert refused.value.code == "WRONG_KEK"


def test_a_changed_wrapping_is_not_unwrapped() -> None:
    """Changed bytes are another matter than a wrong key."""
    keks = Keks(new_key())
    wrapped = keks.wrap(new_key())
    for damaged in (wrapped.content[:-1] + bytes([wrapped.content[-1] ^ 1]), b"short"):
        with pytest.raises(NotOpened) as refused:
            keks.unwrap(wrapped._replace(content=damaged))
        assert refused.value.code == "NOT_AUTHENTIC"


def test_a_file_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    """Four programs that start together agree on one key."""
    file = tmp_path / "data" / "kek"
    with ThreadPoolExecutor(4) as programs:
        list(programs.map(have_kek, [file] * 4))
    first = read_keks(file)
    have_kek(file)
    assert read_keks(file) == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in file.parent.iterdir()] == ["kek"]


def test_a_new_key_goes_before_the_older_ones(tmp_path: Path) -> None:
    """What was wrapped before is still unwrapped; what is wrapped now needs the new one."""
    file = tmp_path / "kek"
    have_kek(file)
    before, key = read_keks(file), new_key()
    add_kek(file)
    after = read_keks(file)
    assert after.former == (before.current,)
    assert after.unwrap(before.wrap(key)) == key
    with pytest.raises(NotOpened, match="WRONG_KEK"):
        before.unwrap(after.wrap(key))
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "holds no key"),
        ("# only a comment\n\n", "holds no key"),
        ("c2hvcnQ=\n", "line 1, is not 32 bytes"),
        (f"{b64encode(bytes(32)).decode()} # first\nnot base64\n", "line 2, is not 32 bytes"),
    ],
)
def test_a_file_that_holds_no_keys_is_named_with_its_line(
    tmp_path: Path, content: str, said: str
) -> None:
    """Never with what it holds."""
    file = tmp_path / "kek"
    file.write_text(content)
    with pytest.raises(KekFaulty, match=said) as faulty:
        read_keks(file)
    assert "not base64" not in str(faulty.value)


def test_keys_do_not_show_themselves() -> None:
    """Design 11: a trace of the program's values holds no key."""
    kek = new_key()
    assert repr(kek) not in repr(Keks(kek))


def test_production_makes_no_key_of_its_own(tmp_path: Path) -> None:
    """Design 13: without one nothing is sealed, so personal data stays refused."""
    production = Settings(env="production", data=tmp_path)
    assert not production.keeps_keys
    with pytest.raises(NoKek, match="CONCERNS_KEK is not set"):
        production.kek_file()
    assert Settings(env="production", kek=tmp_path / "kek").kek_file() == tmp_path / "kek"
    assert Settings(data=tmp_path).kek_file() == tmp_path / "kek"
