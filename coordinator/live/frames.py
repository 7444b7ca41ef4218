"""An event goes to every socket as the same bytes, so they are made once: text as WebSocket frames carry it.

A consumer that finds the extension `signalbox.frames` in its scope may send
`{"type": "websocket.send", "frames": bytes}`; otherwise it sends text, which the server frames for each socket anew.
"""

EXTENSION = "signalbox.frames"
TEXT = 0x81  # a whole message, as text
SHORT, MEDIUM = 126, 65_536


def whole_frame(text: bytes) -> tuple[bytes, int]:
    """A text message as it goes over the wire from a server (RFC 6455, 5.2), and how long its header is."""
    size = len(text)
    if size < SHORT:
        header = bytes((TEXT, size))
    elif size < MEDIUM:
        header = bytes((TEXT, 126)) + size.to_bytes(2, "big")
    else:
        header = bytes((TEXT, 127)) + size.to_bytes(8, "big")
    return header + text, len(header)
