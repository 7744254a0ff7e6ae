"""The small parts that pages are put together from."""
