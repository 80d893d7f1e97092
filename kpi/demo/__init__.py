"""演示数据: fictional figures for any plan, in a database of their own. Nothing real stands beside them."""

from kpi.demo.making import make_demo

__all__ = ["make_demo"]
