"""Ways out: one file for each thing outside that fills a port of the kernel."""
