"""Every setting of the product in one table: its name, default, type and what it is for.

The documentation page and the tests are drawn from this table; nothing else declares a setting.
A setting is given in the environment under its full name, or in signalbox.yaml without the
prefix and in lower case (SIGNALBOX_PORT is `port`, DATABASE_URL is `database_url`).
"""

from dataclasses import dataclass
from typing import Any

PREFIX = "SIGNALBOX_"


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    default: Any
    kind: str  # text, number, flag, list, path, or the choices joined by |
    doc: str

    @property
    def yaml_key(self) -> str:
        return self.name.removeprefix(PREFIX).lower()


# Where the data lives says where signalbox.yaml is, so it cannot be given in that file.
ENVIRONMENT_ONLY = ("SIGNALBOX_HOME",)

TABLE = (
    Setting(
        "SIGNALBOX_HOME",
        "var",
        "path",
        "Folder for everything that is written: the SQLite file, keys, collected static files, artifacts. "
        "A relative path counts from the checkout.",
    ),
    Setting(
        "SIGNALBOX_ENV",
        "development",
        "development|test|production",
        "What this installation is. Production refuses unsafe settings and logs JSON. "
        "Inside pytest it is `test` unless said otherwise.",
    ),
    Setting("SIGNALBOX_HOST", "127.0.0.1", "text", "Address `manage.py up` listens on."),
    Setting("SIGNALBOX_PORT", 8000, "number", "Port `manage.py up` listens on; 0 takes a free one."),
    Setting("SIGNALBOX_SERVER", "uvicorn", "uvicorn|daphne", "ASGI server `manage.py up` runs."),
    Setting(
        "SIGNALBOX_THREADS",
        16,
        "number",
        "Worker threads for synchronous requests in one process; each keeps one database connection.",
    ),
    Setting(
        "SIGNALBOX_ALLOWED_HOSTS",
        ("localhost", "127.0.0.1", "[::1]"),
        "list",
        "Host names under which the service may be reached. The address given to `up --host` is added.",
    ),
    Setting(
        "SIGNALBOX_TRUSTED_ORIGINS",
        (),
        "list",
        "Origins with scheme from which forms may be posted, where a proxy changes the Host header.",
    ),
    Setting(
        "SIGNALBOX_BEHIND_TLS_PROXY",
        False,
        "flag",
        "A proxy in front speaks TLS and sets X-Forwarded-Proto; cookies are then sent over TLS only.",
    ),
    Setting(
        "SIGNALBOX_MAX_BODY",
        20_000_000,
        "number",
        "Largest request body in bytes; a larger one is answered with 413.",
    ),
    Setting(
        "SIGNALBOX_LEASE_SECONDS",
        90,
        "number",
        "How long a claim lasts without a heartbeat. Agents beat three times in that span.",
    ),
    Setting(
        "SIGNALBOX_STALE_SECONDS",
        60,
        "number",
        "Silence after which an agent that should beat shows as stale.",
    ),
    Setting(
        "SIGNALBOX_LOST_SECONDS",
        300,
        "number",
        "Silence after which an agent that should beat is recorded as lost: it gets no work until it beats again.",
    ),
    Setting(
        "SIGNALBOX_READS_PER_MINUTE",
        240_000,
        "number",
        "How often one caller of the REST API may read in a minute, in each process; 0 sets no limit, here and below.",
    ),
    Setting("SIGNALBOX_WRITES_PER_MINUTE", 120_000, "number", "How many changes one caller may make in a minute."),
    Setting("SIGNALBOX_CLAIMS_PER_MINUTE", 30_000, "number", "How often one caller may ask for work in a minute."),
    Setting("SIGNALBOX_BEATS_PER_MINUTE", 30_000, "number", "How many heartbeats one caller may send in a minute."),
    Setting(
        "SIGNALBOX_HEAVY_PER_MINUTE",
        300,
        "number",
        "How often one caller may import, export, verify, forecast or try out a webhook in a minute.",
    ),
    Setting(
        "SIGNALBOX_SIGN_INS_PER_MINUTE",
        60,
        "number",
        "How often a sign-in may be tried from one address in a minute, by password or link.",
    ),
    Setting(
        "SIGNALBOX_WEBHOOKS_TO_PRIVATE_ADDRESSES",
        False,
        "flag",
        "Webhooks may lead into private networks and to this machine. For development: whoever administers a project "
        "could otherwise reach what only the server can.",
    ),
    Setting(
        "SIGNALBOX_WEBHOOK_GIVE_UP_HOURS",
        72,
        "number",
        "How long a webhook may go unreceived before it is switched off.",
    ),
    Setting("SIGNALBOX_DEBUG", False, "flag", "Django's debug pages, for work on Signalbox itself."),
    Setting("SIGNALBOX_LOG_LEVEL", "INFO", "DEBUG|INFO|WARNING|ERROR", "Least severe level that is logged."),
    Setting(
        "SIGNALBOX_SECRET_KEY",
        "",
        "text",
        "Key that signs sessions. Left empty, one is made on the first start and kept in secret.key in the home; "
        "give the same one to every web process that has a home of its own.",
    ),
    Setting(
        "DATABASE_URL",
        "",
        "text",
        "sqlite:///path or postgres://user:password@host:port/name. Left empty: db.sqlite3 in the home.",
    ),
    Setting(
        "REDIS_URL",
        "",
        "text",
        "redis://host:port/number for wake-ups between several processes. Left empty: within this process only.",
    ),
)
