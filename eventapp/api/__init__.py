"""Doors for programs."""

from flask import Flask

from eventapp.api import health


def init_app(app: Flask) -> None:
    """Open every door for programs."""
    app.register_blueprint(health.bp)
