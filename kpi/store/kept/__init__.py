"""What a store keeps besides figures and plans: documents, issued reports, templates, how files are read."""
