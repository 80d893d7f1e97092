"""What is put right, in words: matters with their history and evidence, marks on values, and the columns of their tables."""
