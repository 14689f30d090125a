"""The closing table."""

from tests.bench.bench import Rate, Results

HEAD = (
    f"{'':34}{'rate/s':>8}{'of hello':>10}{'target':>8}{'p50 ms':>8}{'p99 ms':>8}{'SQL':>6}"
    f"{'bad':>5}{'client':>8}  peers, of their hello"
)


def print_table(results: Results) -> None:
    """Print rates, then figures. SQL is first render/cached page."""
    print()
    if results.hello:
        low, high = min(results.hello), max(results.hello)
        middle = sorted(results.hello)[len(results.hello) // 2]
        print(f"hello {middle:.0f}/s (from {low:.0f} to {high:.0f} during the run)")
    if results.rates:
        print(HEAD)
    for rate in results.rates:
        print(_line(rate))
    print()
    for figure in results.figures:
        print(f"{figure.name:44}{figure.value:>14}  {figure.target:22}{figure.peers}")
    print("\nThe client is Python; 'client' is its share of the machine's processor time.")


def _line(rate: Rate) -> str:
    target = f"{rate.target:.3f}" if rate.target else ""
    return (
        f"{rate.name:34}{rate.rate:8.0f}{rate.ratio:10.4f}{target:>8}{rate.p50:8.2f}"
        f"{rate.p99:8.1f}{rate.statements:>6}{rate.failures:5}{rate.client_share:8.0%}"
        f"  {rate.peers}"
    )
