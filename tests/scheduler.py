"""Which test process runs which tests: as xdist does it by groups, without its long memory."""

from typing import Any

from xdist.scheduler import LoadGroupScheduling


class GroupsInTurn(LoadGroupScheduling):
    """Forgets the groups that are done.

    Nearly every test is a group of its own. xdist looks through all that a process has ever been
    given each time it reports a test: with thousands of them half of what the controller does.
    """

    def mark_test_complete(self, node: Any, item_index: int, duration: float = 0) -> None:
        super().mark_test_complete(node, item_index, duration)
        group = self._split_scope(self.registered_collections[node][item_index])
        if all(self.assigned_work[node][group].values()):
            del self.assigned_work[node][group]
