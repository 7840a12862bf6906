"""How fast it is. Not part of the tests: `python3 dev.py speed`, `python3 dev.py peers`."""
