"""The office's own documents with placeholders: looked through and filled where a crafted one harms nothing but its parser."""
