"""Sending a deck to a running Anki through the add-on AnkiConnect.

`client` speaks its protocol, `plan` compares values, `push` is the order of the whole.
"""
