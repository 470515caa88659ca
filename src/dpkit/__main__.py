"""Run the command line as ``python -m dpkit``."""

from dpkit.cli.root import main

main()
