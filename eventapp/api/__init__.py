"""Doors for programs."""

from flask import Flask

from eventapp.api import door, door_report, errors, health, metrics, openapi, walk_in
from eventapp.api.phone_traffic import PhoneTraffic
from eventapp.api.scan_queue import ScanQueues


def init_app(app: Flask) -> None:
    """Open every door for programs."""
    app.register_blueprint(health.bp)
    app.register_blueprint(metrics.bp)
    app.register_blueprint(door.bp)
    app.register_blueprint(door_report.bp)
    app.register_blueprint(walk_in.bp)
    app.register_blueprint(openapi.bp)
    app.extensions["phone_traffic"] = PhoneTraffic()
    app.extensions["scan_queues"] = ScanQueues()
    app.before_request(errors.answer_unknown)
