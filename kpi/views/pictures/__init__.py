"""What is drawn of a measure: which form fits it, and every value, label and bracket of it. Charts lay it out."""
