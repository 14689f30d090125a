"""Living no longer than the keeper: nothing of a house that was killed stays behind."""

import os
import threading
from collections.abc import Callable

# In the environment of what the keeper starts: the keeper's process id.
KEEPER = "EVENTAPP_KEEPER"
LOOK_EVERY = 0.5


def follow_keeper(leave: Callable[[], None]) -> None:
    """Call `leave` once the keeper is gone. A process started by hand has none to follow."""
    keeper = os.environ.get(KEEPER)
    if keeper:
        threading.Thread(target=_follow, args=(int(keeper), leave), daemon=True).start()


def _follow(keeper: int, leave: Callable[[], None]) -> None:
    pause = threading.Event()
    while os.getppid() == keeper:
        pause.wait(LOOK_EVERY)
    leave()
