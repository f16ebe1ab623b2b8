"""From a question to an answer: candidates, choice, grounding; or an abstention."""
