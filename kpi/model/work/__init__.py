"""What people at work write down: what is put right, and what goes out."""
