"""What the pages of analyses share."""
