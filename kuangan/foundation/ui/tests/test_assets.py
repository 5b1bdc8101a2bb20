"""What a browser loads of one release belongs together."""

from pathlib import Path
from shutil import copyfile
from typing import Any

from django.contrib.staticfiles.finders import get_finders

from kuangan.foundation.ui.assets import Assets


def test_scripts_load_the_scripts_of_their_release_and_those_of_libraries_are_taken_as_they_are(tmp_path: Path) -> None:
    shelf = Assets(location=tmp_path, base_url="/static/")
    taken: dict[str, Any] = {}
    for finder in get_finders():
        for name, source in finder.list([]):
            if name.endswith(".js"):
                target = tmp_path / name
                target.parent.mkdir(parents=True, exist_ok=True)
                copyfile(source.path(name), target)
                taken[name] = (shelf, name)
    faults = [done for _name, _hashed, done in shelf.post_process(taken) if isinstance(done, Exception)]
    assert not faults
    sending = (tmp_path / shelf.stored_name("ui/sending.js")).read_text(encoding="utf-8")
    device = shelf.stored_name("ui/device.js").removeprefix("ui/")
    assert device != "device.js"
    assert f'from "./{device}"' in sending
