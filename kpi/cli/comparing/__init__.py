"""The command that holds two views of a plan against each other."""

from kpi.cli.comparing.changes import changes
