"""SQL of accounts: people (organisations, accounts), ways in (sessions, entry links)."""
