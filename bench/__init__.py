"""Benchmarks: side by side, as ratios, by one command: `make bench`."""
