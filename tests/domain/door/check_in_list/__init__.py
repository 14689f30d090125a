"""Tests of check-in lists."""
