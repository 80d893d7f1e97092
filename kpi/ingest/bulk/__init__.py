"""Very large text files, read set-wise: what cells mean is asked of the reader for each way they are written, never twice."""
