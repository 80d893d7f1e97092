"""What each period type means: one object for each. A new module that registers one is a new period type.

Everything else in the product asks `rule_of`, and never which type it has before it.
"""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
