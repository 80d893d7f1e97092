"""What stands round every page: the navigation, the fields all pages share, and the line below the heading."""
