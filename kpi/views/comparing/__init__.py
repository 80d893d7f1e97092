"""What differs between two views of a plan, by what it came about, and what was published first and later."""
