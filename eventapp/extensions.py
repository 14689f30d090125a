"""Extensions: made empty here, bound to the app in app.py."""

from flask import current_app
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_mail import Mail
from flask_sqlalchemy import SQLAlchemy
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import MetaData

from eventapp.config import Settings

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

db = SQLAlchemy(metadata=metadata)
mail = Mail()
csrf = CSRFProtect()
babel = Babel()
# In memory, per web process: a limit against floods needs no shared truth. It adds no heads of its
# own: a Retry-After on a redirect would ask people to wait for the page that thanks them.
limiter = Limiter(get_remote_address, storage_uri="memory://")


def app_settings() -> Settings:
    """What the operator set, of the app that is at work."""
    settings: Settings = current_app.extensions["settings"]
    return settings
