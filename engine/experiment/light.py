"""An experiment without its columns as a line of text, and with columns from elsewhere again."""

from __future__ import annotations

import json

from engine.data.table import Table
from engine.errors import EngineError
from engine.experiment.value import Experiment


def lightened(experiment: Experiment) -> str:
    """All but its columns, as JSON."""
    return json.dumps(experiment.to_dict(lambda _: {}), ensure_ascii=False)


def whole(document: str, table: Table) -> Experiment:
    """The experiment with these columns; EngineError where there is no such one."""
    found = json.loads(document)
    try:
        data = {**found["data"], "columns": table}
    except (KeyError, TypeError) as error:
        raise EngineError("is no experiment") from error
    return Experiment.from_dict({**found, "data": data})
