"""The command line. A command that writes goes through the server's socket when a server is up."""
