"""From a path to segmented documents: loading, what a document says of itself, sentences and passages."""
