"""The commands that publish: schema."""

from functools import partial

from ecefollow.cli import output
from ecefollow.cli.app import app

_command = partial(app.command, rich_help_panel="Publish")


@_command("schema", epilog="Example: ecefollow schema > register.schema.json")
def _schema() -> None:
    """Write the JSON Schema of the file, with which editors complete and check."""
    # Late: no other command needs it.
    from ecefollow.register import json_schema

    output.write(json_schema.text())
