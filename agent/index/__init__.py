"""Finding evidence: the Chroma store, embedders, word search and the fusion of both."""
