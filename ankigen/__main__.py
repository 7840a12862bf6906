"""The command `ankigen`; also `python -m ankigen`."""

import gc
import sys


def main() -> None:
    """Run the program on the words of the command line."""
    gc.disable()  # a run is short and its records have no cycles: looking for some costs a third
    from ankigen.cli import early

    with early.workers(sys.argv[1:]):
        from ankigen.cli.app import main as program

        program()


if __name__ == "__main__":
    main()
