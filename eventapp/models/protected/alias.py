"""Alias: that somebody is registered under another name, and how to reach them. All sealed."""

from sqlalchemy.orm import Mapped, mapped_column

from eventapp.ids import new_code
from eventapp.models.base import Base


class Alias(Base):
    """One registration under an alias. Which one it is, nobody can tell without the key.

    `digest` is keyed, of the registration's secret; `sealed` has its id and the way to reach the
    person. The rows lie in the order of their random codes, and bear no time.
    """

    __tablename__ = "aliases"
    __table_args__ = ({"sqlite_with_rowid": False},)

    code: Mapped[str] = mapped_column(primary_key=True, default=new_code)
    digest: Mapped[str] = mapped_column(unique=True)
    sealed: Mapped[bytes]
