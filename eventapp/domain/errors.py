"""Every "no" of the house: what happened, as a code for programs and a sentence for people."""

from eventapp.i18n import _l


class Refusal(Exception):  # parent of refusals, each named for what happened
    """Parent of every refusal. `message` is translated when it is shown."""

    code = "refused"
    sentence = _l("That cannot be done.")

    @property
    def message(self) -> str:
        """The sentence, in the language being spoken."""
        return str(self.sentence)


class StaleVersion(Refusal):
    """Somebody else saved meanwhile."""

    code = "stale-version"
    sentence = _l("Somebody has saved another version since you opened the page.")
