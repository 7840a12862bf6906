"""Coverage-guided fuzzing of a target with atheris: `python -m tests.fuzz.run TARGET FOLDER`.

FOLDER keeps the corpus between runs, the first time every fixture, and what is found as `crash-…`
or `timeout-…`. Further words go to libFuzzer: `-max_total_time=600`, `-runs=100000`. Atheris is not
among the pinned tools; it has wheels for Linux: `pip install atheris`. What was found is kept as a
file in `tests/fixtures/fuzz`, its name TARGET-what.bin, once it is mended.
"""

import pkgutil
import sys
from hashlib import sha256
from importlib import import_module
from pathlib import Path

WORDS = (
    "> |<details>|</details>|<summary>|</summary>|答案|Q: |A: |```|~~~|$$|$|`|# |## |1. |- |* |"
    "| --- ||---|![|](|)|[^1]|[^1]: |[a]: |{{c1::|}}|<!--|-->|<div>|</div>|<p>|<br>|<table><tr><td>"
    "|</td>|<code>|</code>|<pre>|</pre>|<svg>|<math>|<style>|<script>|<a href=|<img src=|onerror=|"
    "javascript:|&lt;|&#x|&amp;|&nbsp;|&Tab;|\\(|\\)|\\[|\\]|\\href{|[sound:|[[type:|[latex]|::|==|**|__|~~|#tag|"
    "<!-- tags: |<!-- id: |ankigen: ignore|---\n|+++\n|#card|?\n|%\n|Answer:|Hint:|- [ ] |- [x] |"
    "\0toml\n|\0svg\n|\0lock\n|dialect = 'label'\n|[limits]\n|nesting = 3\n|<use href=|url(|"
    "\\unicode[|"
    "??? question|:::details|> [!NOTE]|:+1:|www.|http://|@|。|？|、|\u3000|\ufeff|\u2028|\r\n"
).split("|")


def dictionary(folder: Path) -> Path:
    """The words of notes, as libFuzzer wants them."""
    lines = []
    for word in [*WORDS, "|"]:
        if word:
            lines.append('"' + "".join(f"\\x{byte:02x}" for byte in word.encode()) + '"\n')
    file = folder.with_suffix(".dict")
    file.write_text("".join(lines), encoding="ascii")
    return file


def main(name: str, folder: Path, *options: str) -> None:
    try:
        import atheris
    except ImportError:
        raise SystemExit("fuzzing needs atheris: pip install atheris") from None
    with atheris.instrument_imports(include=["ankigen"]):
        import ankigen

        for module in pkgutil.walk_packages(ankigen.__path__, "ankigen."):
            if not module.name.endswith("__main__"):  # also what is imported only when it is needed
                import_module(module.name)
        from tests.fuzz import targets

    folder.mkdir(parents=True, exist_ok=True)
    if not any(folder.iterdir()):
        for seed in targets.seeds():
            data = b"\0" + seed if name == "renderer" else seed
            (folder / sha256(data).hexdigest()[:20]).write_bytes(data)
    target = targets.TARGETS[name]
    arguments = [
        sys.argv[0],
        f"-dict={dictionary(folder)}",
        f"-artifact_prefix={folder.parent}/",
        "-timeout=60",
        "-rss_limit_mb=4096",
        "-max_len=4096",
        *options,
        str(folder),
    ]
    atheris.Setup(arguments, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
