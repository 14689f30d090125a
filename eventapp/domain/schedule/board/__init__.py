"""The board: placing sessions, undoing it, what collides on a day and what would solve it."""
