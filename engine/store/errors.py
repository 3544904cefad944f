"""What may go wrong with files and databases, one class per situation; the message says what to do next."""

# ruff: noqa: N818 - the names say what is the case, as they are read in `except` lines


class StoreError(Exception):
    """Anything the store has to report. Its text is fit for people."""


class WorldUnreadable(StoreError):
    """A compiled world cannot be used: missing, not ours, of another format, or damaged."""


class WorldNotWritten(StoreError):
    """A compiled world could not be written; what stood there before still stands."""


class CannotOpen(StoreError):
    """The players' database was not opened, and what it holds is as it was."""


class InUse(CannotOpen):
    """Another process has the players' database open."""


class NotAStore(CannotOpen):
    """The path holds something other than a players' database."""


class NotWritable(CannotOpen):
    """The path, its folder or its file system does not let us write."""


class TooNew(CannotOpen):
    """A newer gamectl has changed the players' database; this one does not know how."""


class MigrationFailed(CannotOpen):
    """The players' database could not be brought to the present schema; it is as it was."""


class StoreUnavailable(StoreError):
    """The database did not take it now: disk full, locked, or an error of the disk. Nothing has changed;
    the same call may succeed later."""


class StoreBroken(StoreError):
    """The database cannot be trusted through this handle any more; only starting anew helps."""


class StoreDamaged(StoreBroken):
    """What is stored is not what was written."""


class CommitRefused(StoreError):
    """What was to be stored breaks a rule of the database, so nothing of it was. A bug in the caller.

    `character` is the one whose rows were refused, or None when it is nobody's.
    """

    def __init__(self, message: str, *, character: int | None = None) -> None:
        super().__init__(message)
        self.character = character


class UsernameTaken(StoreError):
    """An account of that name exists."""


class NameTaken(StoreError):
    """A character of that name exists."""


class TooManyCharacters(StoreError):
    """The account has as many characters as it may have."""


class NotFound(StoreError):
    """There is no such account or character, or it is somebody else's."""


class InWorld(StoreError):
    """The character is in the world, so it cannot be deleted now."""


class JournalUnreadable(StoreError):
    """A journal cannot be read: missing, not ours, too new, or damaged in its middle."""


class JournalOutdated(JournalUnreadable):
    """A journal is of an earlier format, which is no longer read."""
