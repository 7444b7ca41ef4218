"""How things look on the wire: a shape for each, drawn from its row, whether that comes from a table or from a plan."""
