"""What files are read against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kpi.catalog import Catalog
from kpi.ingest.names.directories import Names
from kpi.ingest.names.places import Places
from kpi.ingest.tables.choices import SavedMapping, read_mapping
from kpi.ingest.tables.headings import Headings
from kpi.model import Alias, NamedThing, Profile


@dataclass(frozen=True)
class Knowledge:
    """What files are read against: a catalog, the spellings somebody accepted, and saved mappings."""

    catalog: Catalog
    names: Names
    headings: Headings
    places: Places
    mappings: Mapping[str, SavedMapping] = field(default_factory=dict)
    """By the profile's name."""

    @classmethod
    def of(cls, catalog: Catalog, aliases: Iterable[Alias] = (), profiles: Iterable[Profile] = ()) -> "Knowledge":
        """Everything known; profiles that this version does not understand are left out."""
        names = Names.of(catalog, aliases)
        mappings = {profile.name: mapping for profile in profiles if (mapping := read_mapping(profile.definition))}
        return cls(catalog, names, Headings(names, catalog.units.values()), Places.of(catalog), mappings)


def is_named(catalog: Catalog, thing: NamedThing, text: str) -> bool:
    """Whether the catalog itself calls a measure or region so."""
    names = Names.of(catalog)
    return bool(names.measures.find(text) if thing is NamedThing.MEASURE else names.regions.find(text))
