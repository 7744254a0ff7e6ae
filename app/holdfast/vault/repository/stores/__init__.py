"""Where a repository's files lie: `store` says what a place must do, the places are beside it."""
