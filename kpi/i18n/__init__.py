"""Every text a person reads, in Chinese and English, and the one place where numbers and dates are given their shape."""

from kpi.i18n.catalogs import language, ordinal
from kpi.i18n.days import day_alone, day_inside, day_short
from kpi.i18n.language import LANGUAGES, Script
from kpi.i18n.numbers import MARKS, plain, ranges, roughly, round_half_up, runs, two_digits
from kpi.i18n.things import in_whole_things, splits
from kpi.i18n.visible import visible
from kpi.i18n.wording import Scale, Texts, texts
