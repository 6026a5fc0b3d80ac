"""Files: the library, policies and locks on disk, saving and the journal."""
