"""Mentions: the quantities, dates and names a text holds, each with its exact span, and whether two of them agree.

Pure: text in, dataclasses out. Whatever compares a claim, a statement or an expected fact with a source does it here.
"""
