"""The commands about templates of the office's own."""
