"""What `dev.py bench` measures: `copying` beside a plain copy, `reading` in seconds."""
