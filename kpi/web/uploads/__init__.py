"""The parts of the upload page: reading files as they were meant, what they would change, and the commit."""
