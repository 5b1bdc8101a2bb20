"""A standard as it is written in a YAML file: text in, plain values out."""

from collections.abc import Mapping
from typing import Any

import yaml
from django.utils.translation import gettext as _

from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.yaml_text import Unbounded, check_bounds, spoken


class _Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Plain values only. A key that stands twice would silently drop half a document, so it is an error."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        seen = set()
        for key_node, _value in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"“{key}”", key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


def read(text: str) -> Mapping[str, Any]:
    """The content of a file. Raises Refused with the line where it cannot be read."""
    try:
        check_bounds(text)
        data = yaml.load(text, _Strict)  # noqa: S506 - a safe loader  # nosec B506 - a safe loader
    except Unbounded as error:
        words = {"line": error.line, "words": error.words}
        raise Refused(_("Line %(line)s: %(words)s Write it shorter and simpler.") % words) from error
    except yaml.constructor.ConstructorError as error:
        raise Refused(_in_line(error, _("a key stands twice or holds something unknown"))) from error
    except yaml.YAMLError as error:
        raise Refused(_in_line(error, _("brackets, quotes or indents do not fit"))) from error
    except (ValueError, TypeError, RecursionError) as error:
        raise Refused(_("A number or a day in the file cannot be read. Write days like 2023-03-20.")) from error
    if not isinstance(data, Mapping):
        raise Refused(_("The file holds no keys at its top, such as urn and version. Begin with them."))
    return data


def _in_line(error: yaml.YAMLError, what: str) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = str(getattr(error, "problem", None) or "")
    found = problem if problem.startswith("“") else spoken(error)
    return _("Line %(line)s: %(what)s (%(found)s). Correct the line.") % {
        "line": mark.line + 1 if mark else "?",
        "what": what,
        "found": found,
    }
