"""What the pages of reports share."""
