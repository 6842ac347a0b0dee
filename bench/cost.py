"""What a million pictures cost, from the measured medians and one table of prices: `python -m bench.cost`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import ceil
from typing import Any

from bench.engines import OURS
from bench.places import HERE, RESULTS
from bench.tables import table

MILLION = 1_000_000
HIT_RATES = (0.0, 0.5, 0.95)
_FORMATS = ("png", "jpeg")


def report(results: Mapping[str, Any]) -> str:
    """The cost of a million views in dollars, line by line, in Markdown."""
    prices = json.loads((HERE / "prices.json").read_text())
    rows = []
    for workload in prices["use"]["s3_gets"]:
        for format_ in _FORMATS:
            cell = results["warm"][f"{workload}/{format_}"][OURS]
            for architecture in prices["amazon"]["lambda_gb_second"]:
                for hits in HIT_RATES:
                    lines = cost(prices, workload, cell["median_ms"], cell["size"], architecture, hits)
                    figures = (f"{value:.2f}" for value in (*lines.values(), sum(lines.values())))
                    rows.append((f"{workload} {format_}, {architecture}, {hits:.0%} hits", *figures))
    head = ("", *lines, "all")
    hosted = [
        (entry["service"], entry["noted"], f"{entry['dollars'] / entry['pictures'] * MILLION:,.0f}")
        for entry in prices["hosted"]
    ]
    return (
        f"### Cost of a million views, $\n\nAt {prices['memory_mb']} MB in {prices['amazon']['region']}, prices of "
        f"{prices['amazon']['noted']}. {prices['note']} The medians are those of the machine above, for both "
        f"architectures; on Lambda they have not been measured.\n\n{table(head, rows)}\n\n"
        f"Hosted services, a million pictures at the price of their plan:\n\n"
        f"{table(('', 'noted', '$'), hosted)}\n\n{prices['hosted_note']}\n"
    )


def cost(
    prices: Mapping[str, Any], workload: str, median_ms: float, size: int, architecture: str, hits: float
) -> dict[str, float]:
    """Dollars for a million views of pictures of `size` bytes, of which the share `hits` comes from the CDN's cache.

    An upper bound: every render is taken to read its plate from the table and its dynamic picture from the bucket.
    """
    amazon, use = prices["amazon"], prices["use"]
    misses = MILLION * (1 - hits)
    gb_seconds = ceil(median_ms) / 1000 * prices["memory_mb"] / 1024
    watching = use["log_bytes"] / 1e9 * amazon["logs_gb"] + use["traced_share"] * amazon["trace"]
    gigabytes = MILLION * size / 1e9
    return {
        "Lambda": misses * (amazon["lambda_request"] + gb_seconds * amazon["lambda_gb_second"][architecture]),
        "API Gateway": misses * amazon["gateway_request"] * ceil(size / amazon["gateway_unit_bytes"]),
        "DynamoDB": misses * use["dynamodb_read_units"] * amazon["dynamodb_read_unit"],
        "S3": misses * use["s3_gets"][workload] * amazon["s3_get"],
        "logs, traces": misses * watching,
        "CloudFront requests": MILLION * (amazon["cloudfront_request"] + amazon["cloudfront_function"]),
        "CloudFront traffic": gigabytes * amazon["cloudfront_gb"],
    }


def main() -> None:
    """Print the cost from the last whole run."""
    print(report(json.loads(RESULTS.read_text())))


if __name__ == "__main__":
    main()
