"""Nothing is shown that the documents do not back: code copies the quotes and checks statements against them."""

from agent.ground.quotes import Texts, cite, independent_origins, origin

__all__ = ["Texts", "cite", "independent_origins", "origin"]
