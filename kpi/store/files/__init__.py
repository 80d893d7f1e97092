"""What lies beside a database, and what is done to its files: the journal, logs, copies, what a killed process left."""
