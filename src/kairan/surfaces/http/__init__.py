"""HTTP: the gate every request passes, the desk handlers work at, problems, static files."""
