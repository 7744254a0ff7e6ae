"""A rehearsal's parts: what the vault's own record says, where it is put back, what came of it."""
