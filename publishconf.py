"""Settings of the site when it is published: its address comes from the environment of whoever publishes."""

import os
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
from pelicanconf import *

SITEURL = os.environ.get("SITEURL", "")
