"""The codes with which a socket or a stream ends, and the words for them.

HTTP's numbers behind a 4, because daphne refuses to send the protocol's own (1011 to 1013).
"""

BAD_REQUEST, FAILED, COME_BACK = 4400, 4500, 4503
GOING = "The server stops. Come back."
AWAY = "The database does not answer. Come back."
OUR_FAULT = "This is our fault; it has been noted."
