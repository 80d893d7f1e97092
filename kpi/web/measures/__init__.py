"""The page of one measure: its head and main picture, then what stands behind them."""

from kpi.web.measures.details import passages, reckoned, sentences, series, told_about
from kpi.web.measures.head import choose_measure, head
from kpi.web.measures.pictures import breakdowns, further, main_chart
