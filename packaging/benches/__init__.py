"""What `dev.py bench` measures: `copying` beside a plain copy, `reading` in seconds, `idle` in
percent of a core.
"""
