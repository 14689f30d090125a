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
    for each in results.rates:
        print(_line(each))
    print()
    for figure in results.figures:
        print(f"{figure.name:44}{figure.value:>14}  {figure.target:22}{figure.peers}")
    print("\nThe client is Python; 'client' is its share of the machine's processor time.")


def _line(each: Rate) -> str:
    target = f"{each.target:.3f}" if each.target else ""
    return (
        f"{each.name:34}{each.rate:8.0f}{each.ratio:10.4f}{target:>8}{each.p50:8.2f}"
        f"{each.p99:8.1f}{each.statements:>6}{each.failures:5}{each.client_share:8.0%}"
        f"  {each.peers}"
    )
