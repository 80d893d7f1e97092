"""Duties (填报责任): who owes which figure for which period by when, how far each has come, and handing duties over."""
