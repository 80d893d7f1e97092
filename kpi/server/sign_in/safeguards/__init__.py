"""What keeps others from acting for somebody: signed cookies, forms that are sent once, and how often one may be wrong."""
