"""What is said and done about targets: reading matters and marks, writing them, and the files that show what was done."""
