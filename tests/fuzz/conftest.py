"""The watch over a trial needs limits that Windows does not have."""

import os

collect_ignore_glob = ["test_*.py"] if os.name == "nt" else []
