"""Tables before their rows are read: cells, headers, how the table is built, and what a person chose about it."""
