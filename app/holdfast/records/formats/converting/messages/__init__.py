"""Messages and calls between vMessages and call cards, and XML as Android's are kept in.

- `clock` moments and wall time; `told` what is said of a loss
- `backups` a message or call to XML; `vmessages` a message to a vMessage; `cards` a call to a
  card; `between` the door: which of these, for what
"""
