"""Finished frames are what the WebSocket protocol says, for every length."""

import pytest
from websockets.frames import Frame, Opcode

from coordinator.live.frames import whole_frame


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
def test_a_frame_is_byte_for_byte_what_a_websocket_library_sends(size: int) -> None:
    text = b"x" * size
    frame, header = whole_frame(text)
    assert frame == Frame(Opcode.TEXT, text).serialize(mask=False)
    assert frame[header:] == text
