"""Whether a speaker is registered as a participant too: the same address and name at the event."""

from sqlalchemy import select

from eventapp.extensions import db
from eventapp.models import Registration, RegistrationState, SpeakerAddress


def find_place(address: SpeakerAddress) -> RegistrationState | None:
    """The state of the speaker's own registration; None where they have none that lives."""
    return db.session.scalar(
        select(Registration.state).where(
            Registration.event_id == address.event_id,
            Registration.email == address.email,
            Registration.folded_name == address.folded_name,
            Registration.state != RegistrationState.CANCELLED,
        )
    )
