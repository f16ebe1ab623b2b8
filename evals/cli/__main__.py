"""``python -m evals.cli`` is the program ``evals``."""

from evals.cli import main

main()
