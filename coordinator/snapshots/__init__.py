"""Plans of some moments, kept so that nobody has to fold a long log from its beginning. They prove nothing, and any may go."""
