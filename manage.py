#!/usr/bin/env python3
"""Runs any command of Signalbox; on a bare machine it makes the environment first.

Kept to syntax that old Pythons can read, so that they can say what they miss.
"""

import os
import sys

# What a command is for says how Signalbox is to behave, unless the environment says otherwise.
MEANT_BY = {"test": {"SIGNALBOX_ENV": "test"}, "runserver": {"SIGNALBOX_DEBUG": "yes"}}


def main():
    if sys.version_info < (3, 11):
        sys.exit("Signalbox needs Python 3.11 or newer; this is %d.%d." % sys.version_info[:2])
    if os.name == "nt":
        sys.exit("Signalbox runs on Linux and macOS; on Windows, run it inside WSL.")
    from coordinator import bootstrap

    bootstrap.enter_environment(sys.argv)
    for name, value in MEANT_BY.get("".join(sys.argv[1:2]), {}).items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coordinator.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit("Signalbox cannot start with these settings:\n%s" % error)


if __name__ == "__main__":
    main()
