"""What the server tells those who run it: numbers for a monitor, and lines of a log. None of it tells contents."""
