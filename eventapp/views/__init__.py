"""Entry points for people: one package for each audience."""

from flask import Flask

from eventapp.views import (
    account,
    assets,
    context,
    coordinator,
    door,
    errors,
    headers,
    language_switch,
    loaders,
    organizer,
    participant,
    public,
    requests,
    training,
)
from eventapp.views.cache.page_cache import PageCache
from eventapp.views.organizer import submissions


def init_app(app: Flask) -> None:
    """Register every page, the error pages, and the cache in front of them."""
    settings = app.extensions["settings"]
    loaders.init_app(app)
    requests.init_app(app)
    headers.init_app(app)
    errors.init_app(app)
    context.init_app(app)
    language_switch.init_app(app)
    submissions.add_form_id(app)
    app.register_blueprint(assets.bp)
    app.register_blueprint(public.bp)
    app.register_blueprint(participant.bp)
    app.register_blueprint(account.bp)
    app.register_blueprint(organizer.bp)
    app.register_blueprint(coordinator.bp)
    app.register_blueprint(door.bp)
    app.register_blueprint(training.bp)
    app.extensions["page_cache"] = cache = PageCache(app.wsgi_app, headers.fixed(settings))
    app.wsgi_app = cache  # type: ignore[method-assign]
