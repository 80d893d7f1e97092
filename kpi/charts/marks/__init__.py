"""Small pictures that stand in text, tables and papers: one mark for a target, one for a cell of the wall, one for windows."""
