"""The overview: what stands in its blocks, and where their links lead."""
