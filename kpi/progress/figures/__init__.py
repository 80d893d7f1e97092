"""The figures there are as of a day, as arrays: what is stated of a day, what flows through a window."""
