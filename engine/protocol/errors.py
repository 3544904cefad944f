"""The closed lists of what may go wrong on the wire: error codes and close codes, each with its meaning."""

from enum import IntEnum, StrEnum


class ErrorCode(StrEnum):
    """Why a command was refused: the `code` of an ERROR frame."""

    meaning: str
    """One line for the authors of clients."""

    def __new__(cls, code: str, meaning: str = "") -> "ErrorCode":
        """Make a member that is its code and carries its meaning. Every member has one; the default lets
        type checkers see that `ErrorCode("dead")` looks a member up."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    MALFORMED_FRAME = (
        "malformed_frame",
        "The frame is not one JSON object, holds a key twice, is too deep or too big, or bears bad text.",
    )
    UNKNOWN_EVENT = "unknown_event", "No command has this `type`."
    INVALID_PAYLOAD = (
        "invalid_payload",
        "Something has the wrong type, is out of range, is missing, or is not known.",
    )
    NOT_HERE = "not_here", "It exists, but cannot be reached from this location and structure."
    UNKNOWN_TARGET = "unknown_target", "Nothing bears this id."
    REQUIREMENTS_NOT_MET = (
        "requirements_not_met",
        "The character may not do this yet; `details` names each reason.",
    )
    NOT_OWNED = (
        "not_owned",
        "The character does not have it, or not enough of it; or the denizen has not so many left.",
    )
    NOT_ENOUGH_COINS = "not_enough_coins", "The wallet holds too little."
    NOT_ENOUGH_MANA = "not_enough_mana", "The character has too little mana."
    NOT_ENOUGH_STAMINA = "not_enough_stamina", "The character has too little stamina."
    ON_COOLDOWN = "on_cooldown", "The spell is not ready yet, or the quest is not offered again yet."
    WRONG_SLOT = "wrong_slot", "The item does not fit this slot, or there is no such slot."
    NOT_USABLE = "not_usable", "This cannot be used, worn, taken off, traded, thrown away or given up."
    ALREADY_DONE = "already_done", "It is so already: nothing would change."
    NOT_STARTED = "not_started", "The quest was not accepted or is over, or the denizen was not spoken to."
    NOT_FINISHED = "not_finished", "An objective of the quest is not met yet."
    IN_COMBAT = "in_combat", "Not while the character is in a combat room."
    NOT_IN_COMBAT = "not_in_combat", "Only in a combat room, or only while the action is `combat`."
    DEAD = (
        "dead",
        "What a spell is aimed at is dead. A character itself is never refused for it: it wakes up at once.",
    )
    FULL = "full", "There is no room left: in the combat room, the inventory or the wallet."
    KEY_REUSED = "key_reused", "Another command was sent under this `key` before; take a new one."
    BUSY = "busy", "The server has too much to do; nothing happened, try again soon."
    UNAVAILABLE = "unavailable", "The server could not save the change; nothing happened, try again later."
    INTERNAL = "internal", "The server made a mistake; nothing happened."


class CloseCode(IntEnum):
    """Why the server closed the socket."""

    meaning: str
    """One line for the authors of clients: what happened, and what to do next."""

    def __new__(cls, code: int, meaning: str = "") -> "CloseCode":
        """Make a member that is its code and carries its meaning; the default is as for `ErrorCode`."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    BROKEN_FRAME = 1002, "A WebSocket frame was broken; mend the client."
    BINARY_FRAME = 1003, "A binary frame came; send text frames only."
    BAD_UTF8 = 1007, "A text frame was not UTF-8; mend the client."
    ABUSE = (
        1008,
        "The client flooded the server or broke its rules; send less, and wait before connecting again.",
    )
    TOO_BIG = 1009, "A frame was bigger than 16 KiB; send smaller ones."
    RESTARTING = 1012, "The server restarts; connect again after a random delay."
    TOO_SLOW = 1013, "The client read too slowly; connect again, the first frames hold everything."
    TAKEN_OVER = 4001, "The character was connected anew elsewhere; do not connect again by yourself."
    NOT_ALLOWED = 4002, "The ticket or the session does not count (any more); sign in and fetch a new ticket."
