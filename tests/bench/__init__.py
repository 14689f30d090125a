"""Speed, measured as ratios to calibrators of the same run; `make bench` prints the table."""
