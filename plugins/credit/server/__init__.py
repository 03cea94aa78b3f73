"""Former package of the git hooks, for hooks that an earlier version installed."""
