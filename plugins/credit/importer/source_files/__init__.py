"""Source files: departments' files of any kind as sheets of typed cells."""
