"""How the examples write placeholders: by Chinese names in a Chinese one, by English names in any other."""

from dataclasses import dataclass

from kpi.i18n import Script, language
from kpi.report.templates.register import PLACEHOLDERS


@dataclass(frozen=True)
class Naming:
    """Writes tags in the names of a language."""

    lang: str

    def name(self, path: str) -> str:
        """What the last of a path such as `gaps.measure` is called. KeyError if there is none."""
        known, found = PLACEHOLDERS, None
        for step in path.split("."):
            found = next((each for each in known if each.name == step), None)
            if found is None:
                raise KeyError(path)
            known = found.fields
        assert found  # noqa: S101 - a path has a step
        return found.alias if language(self.lang).script is Script.CHINESE else found.name

    def shown(self, path: str, of: str = "", otherwise: str = "") -> str:
        """A placeholder; `of` is what the row of its table is called, `otherwise` what stands there where there is nothing."""
        called = f"{of}.{self.name(path)}" if of else self.name(path)
        return f"{{{{ {called} or '{otherwise}' }}}}" if otherwise else f"{{{{ {called} }}}}"

    def sentences(self, *paths: str) -> str:
        """Placeholders whose sentences follow one another."""
        return language(self.lang).sentences.join(map(self.shown, paths))
