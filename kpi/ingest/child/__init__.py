"""What runs in the limited child process: parsers of formats that strangers can shape. Imports nothing of the product."""
