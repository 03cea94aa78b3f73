"""Exchange: lists in the layouts of municipal and provincial platforms, with a manifest of all that was exported."""

from credit.exchange.exchange_export import Exported, export_layout
from credit.exchange.exchange_layouts import Layout, read_layouts

__all__ = ["Exported", "Layout", "export_layout", "read_layouts"]
