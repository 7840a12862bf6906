"""Who is who: which note of an earlier build each question is, and since when it reads so.

The order of a build, as the pipeline runs it, over all notes of the project:

    lock = load(root) or Lock(namespace)                       # lock
    matching = match(cards, lock, unread)                      # match
    ... render and tag, with matching.guids[i] ...
    mods = date(matching, stamps, now)                         # date
    fresh = advance(lock, matching, stamps, mods, types, now)  # date
    save(root, fresh, lock)                                    # lock

Matching looks at the Markdown of questions and answers and never at HTML, so that a new version's
HTML changes nobody's identity. Everything but `load` and `save` is a pure function.
"""
