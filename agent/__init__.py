"""seedcheck: fact-checking over a fixed set of documents, with quotes that cannot be made up."""

__version__ = "0.1.0"
