"""Reports: what one is about, what it says, made one by one or in a series, and the ledger of those issued."""
