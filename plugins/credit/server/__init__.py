"""What a server has beside the site goes in; its settings, its web server's configuration and its hooks come out.

Import from the files of this room, not from here: ``server.settings`` lies below ``publish``, the rest above it.
"""
