"""The form that goes out, and the table that goes back with its faults marked."""
