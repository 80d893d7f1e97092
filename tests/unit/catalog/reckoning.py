"""What the sides of an expression come to, exactly, where the product reckons with intervals."""

from operator import add, mul, sub, truediv

from kpi.catalog import Number, Operation, parse_expression

OPERATORS = {"+": add, "-": sub, "*": mul, "/": truediv}


def sides(text, value_of):
    """Both sides of a relation as fractions, with `value_of` for what it names. KeyError where that knows no value."""

    def reckoned(term):
        if isinstance(term, Operation):
            return OPERATORS[term.operator](reckoned(term.left), reckoned(term.right))
        return term.value if isinstance(term, Number) else value_of(term)

    expression = parse_expression(text)
    return reckoned(expression.left), reckoned(expression.right)
