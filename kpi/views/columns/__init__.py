"""The columns of every table, each once: what stands in it, and what stands above it."""
