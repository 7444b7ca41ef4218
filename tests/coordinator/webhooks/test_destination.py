"""A webhook leads to a public address and nowhere else, whatever its name says and however often it changes its mind."""

import socket
from typing import Any

import pytest

from coordinator.webhooks import sending
from coordinator.webhooks.destination import NotAllowed, checked, origin_of, resolved
from coordinator.webhooks.sending import Message, Sender
from tests.support.receiver import Receiver

PING = Message("msg_1", "webhook.test", b"{}")


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.1.2.3:8000/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://0.0.0.0/", "http://224.0.0.1/",
        "http://255.255.255.255/", "http://[::1]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[fc00::1]/",
        "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:169.254.169.254]/", "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/", "http://[ff02::1]/",
    ],
)
def test_an_address_of_an_inner_network_is_refused_at_once(url: str) -> None:
    with pytest.raises(NotAllowed, match="private network"):
        checked(url)


@pytest.mark.parametrize(
    "url",
    [
        "", "hooks.example.org", "//hooks.example.org/", "ftp://hooks.example.org/", "file:///etc/passwd", "gopher://x:70/",
        "javascript:alert(1)", "http://", "https:///path", "http://user@example.org/", "http://user:word@example.org/",
        "http://example.org:99999/", "http://example.org:0/", "http://example.org:x/", "http://exa mple.org/",
        "http://example.org/\r\nX: y", "http://[::1/", "http://example.org\\@127.0.0.1/", "https://bücher.example/",
        "https://example.org/" + "x" * 2_000,
    ],
)
def test_what_is_no_plain_http_address_is_refused_at_once(url: str) -> None:
    with pytest.raises(NotAllowed):
        checked(url)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://hooks.example.org/T0/B1/secret?x=1", "https://hooks.example.org"),
        ("https://hooks.example.org:443/", "https://hooks.example.org"),
        ("http://Hooks.example.org:8080/a", "http://hooks.example.org:8080"),
        ("https://[2606:4700::1111]/x", "https://[2606:4700::1111]"),
    ],
)
def test_of_an_allowed_one_the_origin_is_told(url: str, origin: str) -> None:
    assert origin_of(checked(url)) == origin


def names_lead_to(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """Has every look-up answered with the next of `answers`; returns which names were looked up."""
    asked: list[str] = []
    coming = iter(answers)

    def getaddrinfo(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(coming)]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return asked


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1", "0177.0.0.1"])
async def test_another_way_to_write_an_inner_address_is_found_out(host: str) -> None:
    with pytest.raises(NotAllowed):
        await resolved(f"http://{host}/")


@pytest.mark.parametrize("addresses", [["10.1.2.3"], ["93.184.215.14", "169.254.169.254"]])
async def test_a_name_that_leads_inside_is_refused_even_if_it_leads_outside_too(
    monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    names_lead_to(monkeypatch, addresses)
    with pytest.raises(NotAllowed, match="private network"):
        await resolved("https://hooks.example.org/")


async def test_a_name_that_leads_nowhere_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def getaddrinfo(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    async with Sender("https://nowhere.invalid/", []) as sender:
        outcome = await sender.send(PING)
    assert outcome.status is None
    assert "nowhere.invalid cannot be found" in outcome.error


async def test_the_address_that_was_checked_is_the_one_that_is_called(
    monkeypatch: pytest.MonkeyPatch, private_addresses: None, receiver: Receiver
) -> None:
    asked = names_lead_to(monkeypatch, ["127.0.0.1"], ["192.0.2.1"])
    async with Sender(f"http://hooks.example.org:{receiver.port}/a?b=c", [b"key"]) as sender:
        outcome = await sender.send(PING)
    assert outcome.status == 200, outcome.error
    assert asked == ["hooks.example.org"]
    [call] = receiver.calls
    assert call.headers["host"] == f"hooks.example.org:{receiver.port}"
    assert call.path == "/a?b=c"


async def test_a_receiver_that_sends_us_elsewhere_is_not_followed(private_addresses: None, receiver: Receiver) -> None:
    receiver.answers = lambda call: (307, {"Location": "http://169.254.169.254/"}) if call.path == "/hook" else 200
    async with Sender(receiver.url, []) as sender:
        outcome = await sender.send(PING)
    assert (outcome.status, outcome.is_received, len(receiver.calls)) == (307, False, 1)
    assert "not followed" in outcome.error


async def test_a_receiver_that_never_answers_is_given_up(
    private_addresses: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "WITHIN", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        async with Sender(f"http://127.0.0.1:{deaf.getsockname()[1]}/", []) as sender:
            outcome = await sender.send(PING)
    assert outcome.status is None
    assert "no answer within" in outcome.error


async def test_a_receiver_that_answers_without_end_is_left(private_addresses: None, receiver: Receiver) -> None:
    receiver.answers = lambda call: (200, {"Content-Length": "1000000000000"})
    receiver.more = b"x" * 100_000
    async with Sender(receiver.url, []) as sender:
        outcome = await sender.send(PING)
    assert outcome.is_received


async def test_no_proxy_of_the_environment_is_used(
    private_addresses: None, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:3128")
    async with Sender(receiver.url, []) as sender:
        assert (await sender.send(PING)).status == 200
