"""The command line: the same services as the pages. stdout carries only the result, messages go to stderr."""

from kpi.cli.main import main
