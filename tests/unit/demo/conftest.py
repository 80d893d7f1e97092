"""Plans opened on databases of their own, as for the services."""

from tests.unit.services.conftest import clock, opened

__all__ = ["clock", "opened"]
