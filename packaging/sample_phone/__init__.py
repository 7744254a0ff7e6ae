"""The people, appointments, notes and pictures of the sample phone; all of them made up."""
