"""`python -m kuangan.shell.serving.standing JSON`: keeps web server and worker running, and is nothing but that.

It is what `kuangan serve` becomes once everything is prepared: without the application in its own memory.
"""

import json
import os
import sys
import time

from kuangan.shell.serving import ports
from kuangan.shell.serving.children import Child
from kuangan.shell.serving.supervising import Supervisor


def main(told: str) -> int:
    """Supervise what `told` names: host, port, and children as name, command and environment; the exit status."""
    wanted = json.loads(told)
    host, port = wanted["host"], wanted["port"]
    written = f"[{host}]" if ":" in host else host
    supervisor = Supervisor(
        [Child(**one) for one in wanted["children"]],
        say=_say,
        is_ready=lambda: ports.answers(host, port),
        on_ready=lambda: _say(f"running at http://{written}:{port}  (Ctrl-C stops it)"),
    )
    return supervisor.run()


def _say(text: str) -> None:
    """A line for a person, or one of the log where that is read by machines (see foundation.kernel.logbook)."""
    if os.environ.get("KUANGAN_LOG_FORMAT") == "json":
        moment = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        told = {"time": moment, "level": "WARNING", "from": "kuangan.serving", "message": text}
        sys.stderr.write(json.dumps(told) + "\n")
        return
    sys.stdout.write(f"kuangan: {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
