"""The region a row is of: what it names, or the plan's own where nothing around it says otherwise."""

from kpi.ingest.names.places import is_relative
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.rows.fields import Fields
from kpi.ingest.spelling import folded
from kpi.ingest.tables.headers import Entry, Role
from kpi.model import Region, Severity


class RegionReader(Fields):
    """Reads the regions of the entries of one sheet."""

    def read(self, entry: Entry) -> Region | None:
        """The region of an entry; None, with the problem kept, if it names none for certain."""
        given = [role for role in (Role.REGION_CODE, Role.REGION) if entry.given(role)]
        regions = [region for role in given if (region := self.field(entry, role, self._named_region))]
        if len({region.region_code for region in regions}) > 1:
            names = tuple(region.name_zh for region in regions)
            refused = Refused("region_conflict", advice("region_conflict"), regions=names)
            self.refuse(refused, entry, entry.first(Role.REGION))
        if given:
            self._refuse_relative(entry, regions)
            self.course.named(regions[0] if regions else None)
            return self.course.last_region
        if named := self.around(entry, Role.REGION):
            return self.attempt(entry.row, entry.value, self.setting.names.region, named.text)
        return self._default_region(entry)

    def _named_region(self, text: str) -> Region:
        return self.setting.names.region(text, offering=not self.course.problems.whole.unlisted)

    def _refuse_relative(self, entry: Entry, regions: list[Region]) -> None:
        """全市 in a table that names another city is that city's."""
        around = entry.above.region
        if not around or self.setting.names.regions.find(around):
            return  # in a town's own table 全市 is the city
        cell = entry.first(Role.REGION, Role.REGION_CODE)
        if cell and is_relative(folded(cell.text)) and self.setting.plan_region in regions:
            self.refuse(self._elsewhere(around), entry, cell)

    def _elsewhere(self, around: str) -> Refused:
        """A row that does not say whose it is, in a table that names another region, of the plan's or of elsewhere."""
        ours = self.setting.names.regions.find(around)
        suggestion = advice("region_around", region=around) if ours else advice("region_elsewhere")
        return Refused("region_around", suggestion, region=around)

    def _default_region(self, entry: Entry) -> Region | None:
        """The plan's own region, unless something around the row says that it is about another."""
        plan, cell = self.setting.plan_region, entry.first(Role.REGION, Role.REGION_CODE)
        around = entry.above.region
        if around:
            self.refuse(self._elsewhere(around), entry, cell)
            return None
        last, total = self.course.last_region, self.course.after_total
        if total or (last and last.region_code != plan.region_code):
            before = total or (last.name_zh if last else "")
            refused = Refused("region_assumed", advice("region_assumed"), region=plan.name_zh, before=before)
            self.refuse(refused, entry, cell, Severity.WARNING)
        self._ask_whether_wider(entry)
        return plan

    def _ask_whether_wider(self, entry: Entry) -> None:
        """Once for all rows below a title or a heading that says 全国 and never names the plan's own region."""
        wider = entry.above.wider
        if wider and wider not in self.course.wider_asked:
            self.course.wider_asked.add(wider)
            refused = Refused("region_wider", advice("region_wider"), wider=wider, region=self.setting.plan_region.name_zh)
            self.refuse(refused, entry, severity=Severity.WARNING)
