"""How the process logs: a line for people, JSON in production. Always on standard error."""

import json
import logging
from typing import Any


class JsonLine(logging.Formatter):
    """One JSON object for each record."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S") + f".{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def logging_settings(level: str, as_json: bool) -> dict[str, Any]:
    people = {"format": "%(asctime)s %(levelname)-7s %(name)s: %(message)s", "datefmt": "%H:%M:%S"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "people": people,
            "json": {"()": "coordinator.settings.logs.JsonLine"},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "json" if as_json else "people"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django installs handlers of its own for these two; one line per record is enough.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            # A refusal (404, 409) is an answer, not an incident.
            "django.request": {"level": "ERROR"},
            "daphne": {"level": "WARNING"},
            # While Redis is away it writes a traceback every second; coordinator.live.layer says it in a line.
            "channels_redis": {"level": "CRITICAL"},
            # A client would log every request it makes.
            "httpx": {"level": "WARNING"},
        },
    }
