"""What lives in the address of a page: the choices made, days and moments, and where the pages are."""

from kpi.web.address.choices import choose, choose_many, choose_segment, follow_address
from kpi.web.address.dates import chosen_day, day_field, follow_day, read_day
from kpi.web.address.links import PAGES, SHARED, PageSpec, href, page_of, page_path, path_in_address
