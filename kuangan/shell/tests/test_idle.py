"""An idle process is small: libraries of one job are loaded when the job comes."""

import os
import subprocess
import sys

from config.environment import BASE_DIR

ON_DEMAND = (
    "PIL",
    "boto3",
    "holidays",
    "jsonschema",
    "prometheus_client",
    "pypinyin",
    "storages",
    "xlsxwriter",
)
_LOOK = f"""
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import config.wsgi
from django.urls import get_resolver
get_resolver()._populate()
print(",".join(name for name in {ON_DEMAND!r} if name in sys.modules))
"""


def test_a_web_process_carries_no_library_before_it_needs_it(tmp_path):
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment = {**environment, "KUANGAN_TESTING": "1", "KUANGAN_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", _LOOK], env=environment, cwd=BASE_DIR, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "", "import it inside the function that needs it"
