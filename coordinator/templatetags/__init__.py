"""Template tags of the service."""
