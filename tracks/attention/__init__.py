"""One queue of what needs a person, ranked by the work it holds up."""
