"""Setup of a server: repository, hooks, configuration files, software and its upgrades."""
