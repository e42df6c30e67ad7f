"""The commands that begin: init."""

from functools import partial

from ecefollow.cli import options, output, questions, session
from ecefollow.cli.app import app
from ecefollow.reading import sources

_command = partial(app.command, rich_help_panel="Begin")


@_command("init", epilog="Example: ecefollow init --github")
def _init(  # noqa: PLR0913 - each is an option
    path: options.NewRegisterPath = sources.HOME,
    *,
    id: options.EvaluationId = None,
    title: options.Title = None,
    organization: options.Organization = None,
    github: options.ForGithub = False,
    pre_commit: options.ForPreCommit = False,
) -> None:
    """Begin a register: the evaluation, and a worked example in comments."""
    # Late: few commands make files.
    from ecefollow.recording import atomic_write, new_register

    with session.errors_reported():
        atomic_write.require_free(path)
        evaluation = questions.evaluation(id=id, title=title, organization=organization)
        begun = new_register.begin(path, evaluation, github=github, pre_commit=pre_commit)
    output.write(begun.description())
