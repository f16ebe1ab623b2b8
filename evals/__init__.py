"""The eval harness: cases in, measured answers out, gates that a build can rely on.

``case`` and ``load`` read case files, ``run`` asks a system, ``score`` judges one output against one case,
``metrics`` and ``statistics`` sum up, ``gates`` decides, ``render`` writes it down. Any object with ``ask``,
``check`` and ``search`` is a system (``system``), so the harness can measure something other than this
project.
"""
