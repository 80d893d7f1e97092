-- grain: none; what stood in the cells is no more asked for once the figures are gathered
drop table entries
