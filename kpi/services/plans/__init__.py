"""What is done with plans as such: opening them, loading and writing out their files, asking their tables."""
