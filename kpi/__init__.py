"""A dashboard that holds the figures of a government plan against its targets and never shows a false verdict."""
