"""Where a database is kept: in a file of this machine, or in a lake that several processes share."""
