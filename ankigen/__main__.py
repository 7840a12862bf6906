"""The command `ankigen`; also `python -m ankigen`."""

import gc


def main() -> None:
    """Run the program on the words of the command line."""
    gc.disable()  # a run is short and its records have no cycles: looking for some costs a third
    from ankigen.cli.app import main as program

    program()


if __name__ == "__main__":
    main()
