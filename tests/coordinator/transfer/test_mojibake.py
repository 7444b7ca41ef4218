"""Characters once read in the wrong encoding are restored; what reads well stays as it is."""

import pytest

from coordinator.transfer.decode import decode

GOOD = ["✅ done – “quoted” → next", "🔄 läuft", "| 🗄️ café | ⚠️ |", "Ünïcødé ↔ Ωμέγα", "日本語のタスク", "Всё готово"]


def damaged(text: str, codec: str) -> str:
    """What a program shows that reads UTF-8 as `codec`."""
    return text.encode().decode(codec)


@pytest.mark.parametrize("text", GOOD)
@pytest.mark.parametrize("codec", ["sloppy-windows-1252", "mac_roman"])
def test_a_damaged_line_is_restored(text: str, codec: str) -> None:
    whole = decode(f"✅\n{damaged('✅ 📋', codec)}\n{damaged(text, codec)}".encode())
    assert whole.lines[2] == text
    repair = next(repair for repair in whole.repairs if repair.line == 3)
    assert (repair.before, repair.after) == (damaged(text, codec), text)


@pytest.mark.parametrize(
    "text",
    [*GOOD, "préféré”…", "„JÄ“ und ‚Ärger‘", "√π and √2", "5 µ± 2 °C ©", "AMANHÃ” e depois", "NÃO É", "«Ω»", "Âge d’or"],
)
def test_a_good_line_is_left_alone(text: str) -> None:
    whole = decode(text.encode())
    assert whole.lines == (text,)
    assert whole.repairs == ()


def test_only_the_damaged_part_of_a_line_is_touched() -> None:
    assert decode("✅ good, âœ… bad, naïve".encode()).lines == ("✅ good, ✅ bad, naïve",)


def test_a_line_that_was_damaged_twice_is_restored() -> None:
    twice = damaged(damaged("✅ café", "sloppy-windows-1252"), "sloppy-windows-1252")
    assert decode(twice.encode()).lines == ("✅ café",)


def test_an_accent_is_restored_only_inside_a_word() -> None:
    assert decode("caf√© and 2 √© x".encode()).lines == ("café and 2 √© x",)


def test_repairs_say_how() -> None:
    text = decode("a\nâœ… b\n‚úÖ c".encode())
    assert [(repair.line, repair.how) for repair in text.repairs] == [
        (2, "UTF-8 that had been read as Windows-1252"),
        (3, "UTF-8 that had been read as Mac Roman"),
    ]
