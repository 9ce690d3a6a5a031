"""What every domain stands on: the write lane, the log and the words of both. No framework, small for ever."""
