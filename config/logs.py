import datetime as dt
import json
import logging
import logging.config
import traceback
import warnings

# The messages of these are sentences of our own; nothing is ever filled into them.
OWN = {
    *("accounts", "attendance", "audit", "brgs", "chapters", "config", "content", "events"),
    *("feedback", "figures", "news"),
    *("notices", "paging", "portal", "questions", "resources", "statements"),
}


def configure(settings):
    """Set logging up, as Django's LOGGING_CONFIG, and close the ways around the formatter."""
    logging.config.dictConfig(settings)
    # A record that cannot be written would be printed whole, with what it was about.
    logging.raiseExceptions = False
    warnings.showwarning = note_warning


class JsonFormatter(logging.Formatter):
    """One JSON object a line, made so that no person can be read from it.

    Messages of other people's code may hold paths and addresses, so only the place in the code
    is kept, where the message can be looked up. Of an exception, likewise, its kind, the
    database's code for it, and its places in the code.
    """

    def format(self, record):
        line = {
            "at": _instant(record.created),
            "level": record.levelname,
            "logger": record.name,
        }
        if record.name.partition(".")[0] in OWN:
            line["message"] = str(record.msg)
        else:
            line["place"] = f"{record.module}:{record.lineno} {record.funcName}"
        line |= getattr(record, "facts", {}) | _of_request(getattr(record, "request", None))
        if record.exc_info and record.exc_info[1]:
            line["exceptions"] = [_without_words(error) for error in _chain(record.exc_info[1])]
        return json.dumps(line)


def _instant(seconds):
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="milliseconds")


def note_warning(message, category, filename, lineno, file=None, line=None):
    """Log that Python warns, and where; the words of a warning may quote data."""
    facts = {"kind": category.__name__, "place": f"{filename}:{lineno}"}
    logging.getLogger("config.warnings").warning("python warning", extra={"facts": facts})


def _of_request(request):
    """The id under which the request log has the rest; what else logs a request may be a socket."""
    return {"request": request.id} if hasattr(request, "id") else {}


def _chain(error):
    while error is not None:
        yield error
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)


def _without_words(error):
    kind = type(error)
    code = getattr(error, "sqlstate", None) or getattr(error, "sqlite_errorname", None)
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "kind": f"{kind.__module__}.{kind.__qualname__}",
        **({"code": code} if code else {}),
        "trace": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
