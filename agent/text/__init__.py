"""The pure text core: decoding, comparison, sentences, languages, numbers, words and the contract's matching.

Nothing here reads or writes files other than the package's own tables, and nothing alters a text: every
result is an offset into the text as it was given.
"""
