"""Accounts and roles on their pages."""
