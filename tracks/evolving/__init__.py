"""What each event changes, a file per kind of event: tables from an event to the function that records it."""
