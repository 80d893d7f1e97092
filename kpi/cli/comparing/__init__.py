"""The command that holds two views of a plan against each other."""
