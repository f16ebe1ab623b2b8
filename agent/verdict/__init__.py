"""From a claim to a verdict: evidence per source, stance per source, verdict over sources."""
