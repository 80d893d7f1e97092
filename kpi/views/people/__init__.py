"""Accounts, and what people did, as others read it."""
