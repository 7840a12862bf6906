"""Pictures, sounds, links and code files that notes name: found, bounded, named for the package.

The only reader of files that notes name. `finder` joins the parts: `find` walks from the root and
never leaves it, `kinds` says what a file is by its first bytes, `svg` cleans drawings.
"""
