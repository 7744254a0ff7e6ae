"""The command line: everything the window can do, for scripts, tests and people at a terminal.

A *verb* is one command; each module holds the verbs of one group and registers them. The
*session* is one run: it builds the desk, opens the vault and finds the handset when a verb asks
for them. The *screen* is where a run speaks: results on standard output, progress and troubles
on standard error. Exit status: 0 done, 1 done in part, 2 a known problem (one sentence), 3 a bug.
Qt is never imported here; whoever starts the program hands in how to open the window.
"""
