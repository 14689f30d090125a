"""Doors for people: one folder for each kind of visitor."""

from flask import Flask

from eventapp.views import (
    account,
    assets,
    context,
    coordinator,
    demo,
    door,
    errors,
    headers,
    loaders,
    organizer,
    participant,
    public,
    requests,
)
from eventapp.views.organizer import submissions
from eventapp.views.page_shelf import PageShelf


def init_app(app: Flask) -> None:
    """Open every door for people."""
    settings = app.extensions["settings"]
    loaders.init_app(app)
    requests.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    context.init_app(app)
    submissions.add_form_id(app)
    app.register_blueprint(assets.bp)
    app.register_blueprint(public.bp)
    app.register_blueprint(participant.bp)
    app.register_blueprint(account.bp)
    app.register_blueprint(organizer.bp)
    app.register_blueprint(coordinator.bp)
    app.register_blueprint(door.bp)
    if settings.keeps_mail:
        app.register_blueprint(demo.bp)
    app.extensions["page_shelf"] = shelf = PageShelf(app.wsgi_app, headers.fixed(settings))
    app.wsgi_app = shelf  # type: ignore[method-assign]
