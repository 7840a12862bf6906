"""The colours of a style sheet, and how well they are read on one another."""

import re


def palette(css: str, selector: str) -> dict[str, str]:
    """The colours among the custom properties of a sheet's first rule with this selector."""
    rule = re.search(
        re.escape(selector) + r"\s*\{(.*?)\}", re.sub(r"/\*.*?\*/", "", css, flags=re.S), re.S
    )
    assert rule
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", rule[1]))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
