"""What is put right, on pages: the flow, the list, one matter with its history and its forms, and what a measure has of it."""
