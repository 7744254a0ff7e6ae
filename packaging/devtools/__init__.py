"""What dev.py is made of: the environment, this machine's packages, and the verbs."""
