"""Figures for whoever watches the server, in the form that Prometheus reads, on a listener of their own."""

import math
from collections.abc import Callable, Iterable
from typing import Any

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector


class _Figures(Collector):
    def __init__(self, read: Callable[[], dict[str, Any]]) -> None:
        self._read = read

    def collect(self) -> Iterable[Metric]:
        """All figures as they are now. What ends in `_total` only grows."""
        for name, value in sorted(self._read().items()):
            if isinstance(value, float) and math.isnan(value):
                continue
            about = name.replace("_", " ")
            metric: Metric
            if name.endswith("_total"):
                metric = CounterMetricFamily(f"gamectl_{name.removesuffix('_total')}", about, value=value)
            else:
                metric = GaugeMetricFamily(f"gamectl_{name}", about, value=value)
            yield metric


def metrics_app(read: Callable[[], dict[str, Any]]) -> web.Application:
    """An application with `/metrics` and nothing else. It belongs on the loopback address only."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(read))

    async def metrics(request: web.Request) -> web.Response:
        return web.Response(
            body=generate_latest(registry), headers={"Content-Type": "text/plain; version=0.0.4"}
        )

    app = web.Application()
    app.add_routes([web.get("/metrics", metrics)])
    return app
