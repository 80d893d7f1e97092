"""A plan as a workbook or an archive: its tables written as sheets that people fill in, and read back as rows of text."""
