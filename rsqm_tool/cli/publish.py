"""`rsqm publish`: write the pages and build the site."""

from __future__ import annotations

import click

from rsqm_tool.cli._common import Asked, common_options, faults, judge, tell_problems
from rsqm_tool.cli._exits import WRONG


@click.command("publish", short_help="Write the assessment as a site.")
@common_options
@click.option("--audience", type=click.Choice(["assessor"]), default="assessor", help="For whom (default: assessor).")
def command(asked: Asked, audience: str) -> int:
    """Write the assessment as a site that opens without a network: build/<audience>/site/index.html.

    No private or unclassified item is in it, and no row of a table. It may show gaps: they do not stop it.

    It shows the ids of practitioners and cases that break a rule, as `rsqm check` does. Where few people work, the
    assessor can tell from an id who is meant: read the pages before you hand them on.
    """
    from rsqm_tool.publish import PublishError, publish_site

    assessment, problems = judge(asked)
    if assessment is None:
        return tell_problems(problems)
    try:
        index = publish_site(assessment, asked.root.resolve(), audience)
    except PublishError as error:
        click.echo(str(error), err=True)
        return WRONG
    click.echo(f"The site is ready. Open {index.as_uri()}")
    return faults(assessment)
