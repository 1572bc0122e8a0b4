"""Which addresses may be told: nobody sends this program about inside (server-side forgery)."""

import socket

import pytest

from concerns.hints.reach import NotAllowed, Reach, resolved

INSIDE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104 - refused
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "168.63.129.16",
    "192.0.0.1",
    "198.18.0.1",
    "203.0.113.7",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "fe80::1",
    "fec0::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
]


@pytest.mark.parametrize("ip", INSIDE)
def test_a_name_that_stands_for_an_address_inside_is_refused(ip: str) -> None:
    """Private, loopback, link-local, shared, multicast, metadata; also wrapped in IPv6."""
    reach = Reach(resolve=lambda _, __: [ip])
    with pytest.raises(NotAllowed, match="open internet"):
        reach.to("https://cases.council.example/hooks")


@pytest.mark.parametrize("ip", INSIDE)
def test_one_number_inside_among_others_is_enough(ip: str) -> None:
    """Whoever may choose among the answers would choose that one."""
    reach = Reach(resolve=lambda _, __: ["93.184.215.14", ip])
    with pytest.raises(NotAllowed, match="open internet"):
        reach.to("https://cases.council.example/hooks")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "017700000001",
        "127.1",
        "0",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:ffff:7f00:1]",
        "localhost",
        "LOCALHOST",
        "localhost.",
        "169.254.169.254",
        "2852039166",
    ],
)
def test_a_number_inside_is_refused_however_it_is_written(host: str) -> None:
    """Decimal, hexadecimal, octal, shortened, IPv6: what counts is where it leads."""
    with pytest.raises(NotAllowed):
        Reach().to(f"https://{host}/hooks")


@pytest.mark.parametrize(
    "url",
    [
        "http://cases.council.example/",
        "ftp://cases.council.example/",
        "file:///etc/passwd",
        "gopher://cases.council.example/",
        "cases.council.example",
        "https://",
        "https:///hooks",
        "https://ann:secret@cases.council.example/",
        "https://cases.council.example@127.0.0.1/",
        "https://cases.council.example/#part",
        "https://cases.council.example:0/",
        "https://cases.council.example:99999/",
        "https://cases.council.example:x/",
        "https://[::1/",
        "https://cases.council.example/a b",
        "https://cases.council.example/\r\nX-More: 1",
        "https://c\u00e4ses.council.example/",
        "https://cases.council.example/" + "x" * 2_000,
        "",
    ],
)
def test_what_is_no_plain_address_with_tls_is_refused(url: str) -> None:
    """Also where the name itself would lead outside."""
    with pytest.raises(NotAllowed):
        Reach(resolve=lambda _, __: ["93.184.215.14"]).to(url)


def test_a_place_is_the_number_that_was_judged() -> None:
    """The name is asked for once; a second answer, another one, is never heard."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    place = Reach(resolve=lambda _, __: next(answers)).to("https://cases.council.example/h?a=b")
    assert place == (
        "93.184.215.14", 443, "cases.council.example", "cases.council.example", "/h?a=b", True,
    )  # fmt: skip
    six = Reach(resolve=lambda _, __: ["2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
    assert six.to("https://cases.council.example:8443/").port == 8443


def test_a_name_that_nobody_knows_is_refused() -> None:
    """At registration the administrator hears of it at once."""

    def unknown(_: str, __: int) -> list[str]:
        raise socket.gaierror(-2, "not known")

    with pytest.raises(NotAllowed, match="nobody knows"):
        Reach(resolve=unknown).to("https://cases.council.example/")


def test_in_development_this_machine_is_told_and_nothing_else_inside() -> None:
    """By its own names, without TLS; a name that only leads here is refused even then."""
    assert resolved("127.0.0.1", 80) == ["127.0.0.1"]
    assert Reach(development=True).to("http://127.0.0.1:8123/x").tls is False
    for url in ("http://10.0.0.1/", "https://10.0.0.1/", "http://2130706433/"):
        with pytest.raises(NotAllowed):
            Reach(development=True).to(url)
    rebound = Reach(development=True, resolve=lambda _, __: ["127.0.0.1"])
    with pytest.raises(NotAllowed):
        rebound.to("https://cases.council.example/")
    moved = Reach(development=True, resolve=lambda _, __: ["10.0.0.1"])
    with pytest.raises(NotAllowed):
        moved.to("http://localhost/")
