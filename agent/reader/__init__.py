"""The bundled reader: a small cross-encoder that reads a question or claim together with one sentence.

``reader.onnx`` is made by ``training/train_reader.py`` and ``training/export_reader.py``; ``docs/reader.md`` is its
model card.
"""
