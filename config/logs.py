import datetime as dt
import json
import logging
import traceback

OWN_LOGGERS = ("portal.", "accounts.", "brgs.", "config.")


class JsonFormatter(logging.Formatter):
    """One JSON object a line, made so that no person can be read from it.

    Messages of other people's code may hold paths and addresses, so their arguments are
    never filled in; of an exception only its kind and its places in the code are kept.
    """

    def format(self, record):
        line = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(
                timespec="milliseconds"
            ),
            "level": record.levelname,
            "logger": record.name,
            "message": str(record.msg)
            if isinstance(record.msg, str)
            else type(record.msg).__name__,
        }
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0]:
            line |= _without_words(record.exc_info)
        return json.dumps(line)


def _without_words(exc_info):
    kind, _, trace = exc_info
    frames = traceback.extract_tb(trace)
    return {
        "exception": f"{kind.__module__}.{kind.__qualname__}",
        "trace": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
