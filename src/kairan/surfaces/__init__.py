"""Ways in: HTTP, the stream, the command line, and the worker that runs listeners."""
