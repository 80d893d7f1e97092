"""The commands of an office: people, approval, duties, remarks, reminders and templates of its own."""
