"""Endpoints that speak OpenAI's protocol: the one package that knows the SDK, and the only owner of retries.

Importing it is cheap; ``agent.model.chat`` and ``agent.model.embedding`` load the SDK.
"""
