"""The grammar of periods: which text means which days, wherever it stands."""
