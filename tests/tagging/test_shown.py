"""What a question asks is parted from its code and its options."""

from ankigen.tagging.shown import Option, Shown, shown

CODE = '<div><pre><code><span class="k">if</span> a &lt; b:\n  c()</code></pre></div>'


def test_a_line_is_what_is_asked() -> None:
    assert shown("Why <code>f.call(</code>?") == Shown("Why f.call(?")


def test_code_is_read_as_it_is_shown() -> None:
    assert shown(f"<p>What is printed?</p>\n{CODE}") == Shown(
        "What is printed?", code="if a < b:\n  c()"
    )


def test_a_list_below_a_question_mark_is_one_of_options() -> None:
    html = "<p>Which?</p>\n<ul><li>one</li>\n<li><p>two</p><pre>x</pre></li></ul>"
    assert shown(html).options == (Option("", "one"), Option("", "two x"))


def test_options_have_letters_or_ticks() -> None:
    listed = shown("<p>Choose:</p>\n<ul><li>A. one</li>\n<li>B: two</li></ul>")
    assert listed.options == (Option("A", "one"), Option("B", "two"))
    assert shown("<p>Choose one.</p>\n<p>A. one</p>\n<p>b) two</p>").options == (
        Option("A", "one"),
        Option("B", "two"),
    )
    html = '<p>Choose:</p>\n<ul class="options"><li>one</li>\n<li class="right">two</li></ul>'
    assert shown(html).options == (Option("", "one"), Option("", "two", right=True))
    assert shown(html).right("anything") == ("two",)


def test_a_list_of_what_is_asked_about_is_none_of_options() -> None:
    assert shown("<p>Given are:</p>\n<ul><li>heap</li></ul>\n<p>Compare them.</p>") == Shown(
        "Given are:", rest="heap\nCompare them."
    )


def test_a_second_paragraph_is_asked_where_the_first_says_nothing() -> None:
    assert shown("<p>True or false?</p>\n<p>A heap is a tree.</p>").asked == (
        "True or false?\nA heap is a tree."
    )
    assert shown("<p>Is a heap a tree?</p>\n<p>Say why.</p>").rest == "Say why."
