from __future__ import annotations

from hypothesis import settings

# A busy machine is no fault of the code under test: no example has a time limit.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
