"""Plays the shipped world from the first word to the last reward, as a client over HTTP and WebSocket only.

    python tools/walkthrough.py http://127.0.0.1:8080

It registers an account with two characters, a player and a friend who opens one fight, uses each of the 13
founding commands, sees each of the 17 founding updates, and prints what it does. It ends with 0 when the
story is over and nothing of that is missing, else with 1 and the reason. At ordinary speed it takes minutes;
`gamectl serve --set speed=20` makes a server for trying things out faster.
"""

import argparse
import asyncio
import json
import secrets
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp

COMMANDS = frozenset(
    {
        "CHARACTER_ACTION_UPDATE",
        "CHARACTER_EQUIP_ITEM",
        "CHARACTER_USE_ITEM",
        "CHARACTER_CAST_SPELL",
        "CHARACTER_INTERACT_DENIZEM",
        "CHARACTER_TRADE_DENIZEN",
        "CHARACTER_ACCEPT_DENIZEN_QUEST",
        "CHARACTER_FINISH_DENIZEN_QUEST",
        "CHARACTER_STRUCTURE_UPDATE",
        "CHARACTER_LOCATION_UPDATE",
        "COMBAT_ROOM_CREATE",
        "COMBAT_ROOM_ENTER",
        "COMBAT_ROOM_EXIT",
    }
)
UPDATES = frozenset(
    {
        "CHARACTER_UPDATE",
        "CHARACTER_DEAD",
        "CHARACTER_ATTRIBUTES_UPDATE",
        "CHARACTER_EFFECTS_UPDATE",
        "CHARACTER_EQUIPMENT_UPDATE",
        "CHARACTER_INVENTORY_UPDATE",
        "CHARACTER_PROGRESSION_UPDATE",
        "CHARACTER_QUESTS_UPDATE",
        "CHARACTER_SKILLS_UPDATE",
        "CHARACTER_SPELLS_UPDATE",
        "CHARACTER_VITALS_UPDATE",
        "CHARACTER_WALLET_UPDATE",
        "CHARACTER_CURRENT_ACTION_UPDATE",
        "CHARACTER_CURRENT_COORDINATES_UPDATE",
        "LOCATION_UPDATE",
        "COMBAT_ROOMS_UPDATE",
        "COMBAT_UPDATE",
    }
)
PARTS = {
    "CHARACTER_ATTRIBUTES_UPDATE": "combatAttributes",
    "CHARACTER_EFFECTS_UPDATE": "effects",
    "CHARACTER_EQUIPMENT_UPDATE": "equipment",
    "CHARACTER_INVENTORY_UPDATE": "inventory",
    "CHARACTER_PROGRESSION_UPDATE": "progression",
    "CHARACTER_QUESTS_UPDATE": "quests",
    "CHARACTER_SKILLS_UPDATE": "skills",
    "CHARACTER_SPELLS_UPDATE": "spells",
    "CHARACTER_VITALS_UPDATE": "vitals",
    "CHARACTER_WALLET_UPDATE": "wallet",
    "CHARACTER_CURRENT_ACTION_UPDATE": "action",
    "CHARACTER_CURRENT_COORDINATES_UPDATE": "coordinates",
}

Tell = Callable[[str], None]


class WalkthroughError(Exception):
    """The story could not be played; the text says where it stopped."""


class RefusedError(Exception):
    """The server refused a command."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(f"{error['type']} was refused: {error['code']}: {error['message']}")
        self.code: str = error["code"]


class Player:
    """One account with one character, and what its client has been told so far."""

    def __init__(self, web: aiohttp.ClientSession, base: str, name: str, tell: Tell, patience: float) -> None:
        self.web = web
        self.base = base
        self.name = name
        self.tell = tell
        self.patience = patience
        """Seconds that any one thing may take."""
        self.me: dict[str, Any] = {}
        self.place: dict[str, Any] = {}
        self.rooms: list[dict[str, Any]] = []
        self.fight: dict[str, Any] | None = None
        self.dialogue: dict[str, Any] = {}
        self.deaths = 0
        self.sent: set[str] = set()
        self.seen: set[str] = set()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._answers: dict[int, asyncio.Future[None]] = {}
        self._news = asyncio.Condition()
        self._next = 1

    # Getting in and out.

    async def arrive(self, bearer: dict[str, str]) -> None:
        """Make a character and connect."""
        created = await post(self.web, f"{self.base}/api/characters", {"name": self.name}, bearer)
        door = f"{self.base}/api/characters/{created['idCharacter']}/ticket"
        ticket = (await post(self.web, door, {}, bearer))["ticket"]
        self._socket = await self.web.ws_connect(f"{self.base}/ws?ticket={ticket}")
        self._reader = asyncio.create_task(self._read())
        await self.until(lambda: "CHARACTER_SKILLS_UPDATE" in self.seen, "the four frames on connecting")

    async def leave(self) -> None:
        """Disconnect."""
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await self._reader

    async def _read(self) -> None:
        assert self._socket is not None
        async for message in self._socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                frame = json.loads(message.data)
                async with self._news:
                    self._take(frame["type"], frame["payload"])
                    self._news.notify_all()
        async with self._news:
            self._news.notify_all()

    def _take(self, kind: str, payload: dict[str, Any]) -> None:
        self.seen.add(kind)
        if kind == "CHARACTER_UPDATE":
            self.me = payload
        elif kind in PARTS:
            self.me[PARTS[kind]] = payload[PARTS[kind]]
        elif kind == "LOCATION_UPDATE":
            self.place = payload
        elif kind == "COMBAT_ROOMS_UPDATE":
            self.rooms = payload["combatInstances"]
        elif kind == "COMBAT_UPDATE":
            self.fight = payload["combat"]
        elif kind == "CHARACTER_DEAD":
            self.deaths += 1
            self.fight = None
            self.tell(f"  {self.name} dies, and wakes at {payload['location']}/{payload['structure']}.")
        elif kind == "DENIZEN_DIALOGUE":
            self.dialogue = payload
            if payload["text"]:
                self.tell(f"  {payload['denizenId']}: {payload['text']}")
        elif kind == "NOTICE":
            self.tell(f"  ({payload['text']})")
        elif kind == "ACK":
            self._answers.pop(payload["id"]).set_result(None)
        elif kind == "ERROR" and payload.get("id") in self._answers:
            self._answers.pop(payload["id"]).set_exception(RefusedError(payload))

    # The two verbs everything else is made of.

    async def send(self, kind: str, **payload: Any) -> None:
        """Send a command and wait until it is answered. Raises `RefusedError`."""
        assert self._socket is not None
        number, self._next = self._next, self._next + 1
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        self.sent.add(kind)
        await self._socket.send_json({"type": kind, "payload": payload, "id": number})
        await asyncio.wait_for(answer, self.patience)

    async def until(self, so: Callable[[], bool], what: str) -> None:
        """Wait until what the server says makes this so."""

        def over() -> bool:
            return so() or self._socket is None or self._socket.closed

        async with self._news:
            try:
                await asyncio.wait_for(self._news.wait_for(over), self.patience)
            except TimeoutError:
                raise WalkthroughError(f"waited {self.patience:g} s for {what}") from None
        if not so():
            raise WalkthroughError(f"the connection closed while waiting for {what}")

    # What a player does.

    def amount(self, item: str) -> int:
        """How many of an item are carried."""
        return next((i["amount"] for i in self.me["inventory"]["items"] if i["id"] == item), 0)

    def coins(self) -> int:
        """The wallet in copper."""
        wallet = self.me["wallet"]
        return int(wallet["copper"] + 1000 * (wallet["silver"] + 1000 * wallet["gold"]))

    def skill(self, skill: str) -> int:
        """The trained level of a skill."""
        return next(s["level"] for s in self.me["skills"] if s["id"] == skill)

    def share(self, vital: str) -> float:
        """How full a vital is, 0 to 1."""
        vitals = self.me["vitals"]
        return float(vitals[vital] / vitals[f"max{vital.capitalize()}"])

    def quest(self, quest: str) -> dict[str, Any] | None:
        """A quest under way."""
        return next((q for q in self.me["quests"]["proceeding"] if q["id"] == quest), None)

    def objective(self, quest: str, objective: str) -> bool:
        """Whether an objective of a quest under way is met."""
        found = self.quest(quest)
        assert found is not None, quest
        one = next(o for o in found["objectives"] if o["id"] == objective)
        return bool(one["currentAmount"] >= one["objectiveAmount"])

    async def enter(self, structure: str) -> None:
        """Go into a structure, or outdoors."""
        if self.me["coordinates"]["structure"] != structure:
            self.tell(f"{self.name} goes {f'into {structure}' if structure else 'outdoors'}.")
            await self.send("CHARACTER_STRUCTURE_UPDATE", structure=structure)

    async def go(self, *destinations: str) -> None:
        """Walk from location to location."""
        for destination in destinations:
            await self.enter("")
            self.tell(f"{self.name} goes to {destination}.")
            await self.send("CHARACTER_LOCATION_UPDATE", destination=destination)

    async def talk(self, denizen: str, *choices: str) -> None:
        """Speak to a denizen, and answer."""
        self.tell(f"{self.name} speaks to {denizen}.")
        await self.send("CHARACTER_INTERACT_DENIZEM", denizenId=denizen)
        for choice in choices:
            text = next(c["text"] for c in self.dialogue["choices"] if c["id"] == choice)
            self.tell(f"  {self.name}: {text}")
            await self.send("CHARACTER_INTERACT_DENIZEM", denizenId=denizen, choice=choice)

    async def accept(self, denizen: str, quest: str) -> None:
        """Take a quest."""
        self.tell(f"{self.name} takes the quest {quest}.")
        await self.send("CHARACTER_ACCEPT_DENIZEN_QUEST", denizenId=denizen, questId=quest)

    async def finish(self, denizen: str, quest: str) -> None:
        """Hand a quest in."""
        self.tell(f"{self.name} hands {quest} in.")
        await self.send("CHARACTER_FINISH_DENIZEN_QUEST", denizenId=denizen, questId=quest)

    async def equip(self, item: str, slot: str) -> None:
        """Wear an item; an empty one takes off what is worn."""
        self.tell(f"{self.name} equips {item or 'nothing'} as {slot}.")
        await self.send("CHARACTER_EQUIP_ITEM", itemId=item, slot=slot)

    async def use(self, item: str) -> None:
        """Use an item."""
        self.tell(f"{self.name} uses {item}.")
        await self.send("CHARACTER_USE_ITEM", itemId=item)

    async def trade(self, denizen: str, *, sell: dict[str, int], buy: dict[str, int]) -> None:
        """Sell and buy."""
        self.tell(f"{self.name} sells {_list(sell)} and buys {_list(buy)}.")
        await self.send(
            "CHARACTER_TRADE_DENIZEN",
            denizenId=denizen,
            sell=[{"itemId": item, "quantity": amount} for item, amount in sell.items()],
            buy=[{"itemId": item, "quantity": amount} for item, amount in buy.items()],
        )

    async def do(self, action: str, enough: Callable[[], bool], what: str) -> None:
        """Do something over and over until it is enough."""
        if enough():
            return
        self.tell(f"{self.name}: {action}, until {what}.")
        await self.send("CHARACTER_ACTION_UPDATE", action=action)
        await self.until(enough, what)
        await self.send("CHARACTER_ACTION_UPDATE", action="idle")

    async def rest(self, action: str = "rest") -> None:
        """Rest until nothing is lacking but a little."""
        await self.do(
            action,
            lambda: all(self.share(vital) > 0.95 for vital in ("health", "stamina", "mana")),
            "rested",
        )

    async def cast(self, spell: str, kind: str, **more: Any) -> None:
        """Cast a spell if it is ready and there is mana for it."""
        known = next((s for s in self.me["spells"].get(kind, []) if s["id"] == spell), None)
        if known is None or known["count"] < known["cooldown"]:
            return
        if self.me["vitals"]["mana"] < known["manaCost"]:
            return
        try:
            await self.send("CHARACTER_CAST_SPELL", id=spell, type=kind, **more)
        except RefusedError as refused:
            # Between looking and casting the last enemy may fall, or we may.
            if refused.code not in ("dead", "not_in_combat", "on_cooldown", "not_enough_mana"):
                raise

    async def fight_until(
        self,
        enough: Callable[[], bool],
        what: str,
        *,
        rest: Callable[[], Awaitable[None]],
        stay: float = 0.35,
        join: bool = False,
    ) -> None:
        """Fight here, room after room, until it is enough; rest in between. Raises after too many deaths."""
        deaths = self.deaths
        while not enough():
            self.tell(f"{self.name} fights, until {what}.")
            await self.send("CHARACTER_ACTION_UPDATE", action="combat")
            if join:
                await self.until(lambda: bool(self.rooms), "a room to join")
                await self.send("COMBAT_ROOM_ENTER", id=self.rooms[0]["id"])
            else:
                await self.send("COMBAT_ROOM_CREATE")
            self.fight = None
            await self._round(enough, stay, deaths)
            if self.deaths > deaths:
                return
            try:
                await self.send("COMBAT_ROOM_EXIT")
                await self.send("CHARACTER_ACTION_UPDATE", action="idle")
            except RefusedError:
                if self.deaths == deaths:
                    raise
                return
            if not enough():
                await rest()

    async def _round(self, enough: Callable[[], bool], stay: float, deaths: int) -> None:
        def over() -> bool:
            weak = self.share("health") < stay or self.me["vitals"]["stamina"] < 1
            return enough() or weak or self.deaths > deaths

        while not over():
            await self.cast("even-keel", "other")
            await self.cast("open-paddles", "attack")
            await self.cast("borrowed-bucket", "attack")
            if self.share("health") < 0.6:
                await self.cast("puddling", "healing", target="self")
            await self._drink()
            before = self.fight
            await self.until(lambda before=before: over() or self.fight is not before, "the fight to go on")

    async def _drink(self) -> None:
        if self.share("health") < 0.4 and self.amount("bark-draught"):
            await self.use("bark-draught")
        if self.me["vitals"]["stamina"] < 2 and self.amount("ginger-beer"):
            await self.use("ginger-beer")


async def post(
    web: aiohttp.ClientSession, url: str, body: dict[str, Any], headers: dict[str, str] | None = None
) -> Any:
    """POST JSON and give the answer. Raises `WalkthroughError` with the server's reason."""
    async with web.post(url, json=body, headers=headers) as answer:
        content = await answer.json()
        if answer.status >= 400:
            raise WalkthroughError(f"POST {url}: {content['error']['message']}")
        return content


async def log_in(web: aiohttp.ClientSession, base: str, username: str, password: str) -> dict[str, str]:
    """Register an account, log in, and give the header that proves it."""
    account = {"username": username, "password": password}
    await post(web, f"{base}/api/accounts", account)
    session = await post(web, f"{base}/api/sessions", account)
    return {"Authorization": f"Bearer {session['token']}"}


def _list(amounts: dict[str, int]) -> str:
    return ", ".join(f"{amount} × {item}" for item, amount in amounts.items()) or "nothing"


# The story.


async def a_nil_return(player: Player, friend: Player) -> None:
    """The beginning: readings, newts, and a face to show."""
    await player.enter("toll-house")
    await player.talk("ebba-quoin", "water", "fault", "back")
    await player.accept("ebba-quoin", "a-nil-return")
    await player.enter("")
    await player.use("barge-biscuit")
    await player.do("read-gauge", lambda: player.objective("a-nil-return", "readings"), "three readings")

    # The friend opens a fight, and the player joins it.
    await friend.send("CHARACTER_ACTION_UPDATE", action="combat")
    await friend.send("COMBAT_ROOM_CREATE")
    newts = lambda: player.objective("a-nil-return", "newts")  # noqa: E731 - a name for what is waited for
    await player.fight_until(newts, "three newts are no more", rest=lambda: player.rest("doze"), join=True)
    await friend.leave()

    await player.enter("reasonable-offer")
    await player.talk("josper-dray", "rum", "bye")
    await player.use("navigation-rum")
    await player.enter("toll-house")
    await player.finish("ebba-quoin", "a-nil-return")
    await player.equip("company-pick", "pickaxe")


async def perishables(player: Player) -> None:
    """By the way: fish, firing and something green."""
    await player.enter("reasonable-offer")
    await player.trade(
        "josper-dray",
        sell={"newt-crust": player.amount("newt-crust")},
        buy={"coppice-hatchet": 1, "withy-rod": 1, "reed-sickle": 1},
    )
    await player.equip("coppice-hatchet", "woodaxe")
    await player.equip("withy-rod", "fishingrod")
    await player.equip("reed-sickle", "sickle")
    await player.accept("josper-dray", "perishables")
    await player.go("alder-cut")
    await player.do("cut-alder", lambda: player.objective("perishables", "firing"), "enough logs")
    await player.enter("last-pound")
    await player.do("fish", lambda: player.objective("perishables", "fish"), "enough perch")
    await player.do("cut-mint", lambda: player.objective("perishables", "greens"), "enough mint")
    await player.go("nether-basin")
    await player.enter("reasonable-offer")
    await player.finish("josper-dray", "perishables")


async def eight_inches(player: Player) -> None:
    """The middle, first half: soundings, stone, and a gauge that talks. And once, for science, a defeat."""
    await player.go("alder-cut")
    await player.enter("last-pound")
    await player.talk("ines-fosse")
    await player.accept("ines-fosse", "eight-inches")
    await player.do(
        "take-soundings", lambda: player.objective("eight-inches", "soundings"), "three soundings"
    )
    await player.enter("")
    await player.do("train", lambda: player.skill("DAGGER_MASTERY") >= 1, "some practice with the knife")
    await player.do("break-lockstone", lambda: player.skill("MINING") >= 2, "Mining 2")
    await player.go("long-culvert")
    await player.enter("gauge-chamber")
    await player.talk("old-chin")
    await player.enter("")

    await player.equip("", "weapon")
    deaths = player.deaths
    await player.send("CHARACTER_ACTION_UPDATE", action="combat")
    await player.send("COMBAT_ROOM_CREATE")
    player.tell(f"{player.name} stands in the way of the eels with bare hands, to learn what defeat is like.")
    await player.until(lambda: player.deaths > deaths, "the eels to win")
    await player.equip("boat-knife", "weapon")
    await player.rest()

    await player.go("alder-cut")
    await player.enter("last-pound")
    await player.finish("ines-fosse", "eight-inches")
    await player.equip("eeling-knife", "weapon")


async def ninety_one_eels(player: Player) -> None:
    """The middle, second half: five eels on account."""

    async def rest() -> None:
        await player.enter("gauge-chamber")
        await player.rest()
        await player.enter("")

    await player.go("long-culvert")
    await player.enter("gauge-chamber")
    await player.accept("old-chin", "ninety-one-eels")
    await player.do("scrub-chin", lambda: player.objective("ninety-one-eels", "scrub"), "Old Chin is fit")
    await player.rest()
    await player.enter("")
    while not player.objective("ninety-one-eels", "eels"):
        await player.fight_until(
            lambda: player.objective("ninety-one-eels", "eels"), "there are eels enough", rest=rest
        )
        if player.me["coordinates"]["location"] != "long-culvert":
            await player.rest()
            await player.go("alder-cut", "long-culvert")
    await player.enter("gauge-chamber")
    await player.finish("old-chin", "ninety-one-eels")
    await player.equip("gauge-pin", "amulet")


async def outfitting(player: Player) -> None:
    """Before the end: armour, and something to drink."""
    await player.go("alder-cut", "nether-basin")
    await player.enter("reasonable-offer")
    (josper,) = (d for d in player.place["denizens"] if d["id"] == "josper-dray")
    keep = ("boat-knife",)
    bought = {item["id"] for item in josper["trade"]["buy"]} - set(keep)
    price = {item["id"]: item["price"] for item in josper["trade"]["sell"]}
    sell = {item["id"]: item["amount"] for item in player.me["inventory"]["items"] if item["id"] in bought}
    paid = {item["id"]: item["price"] for item in josper["trade"]["buy"]}
    purse = player.coins() + sum(paid[item] * amount for item, amount in sell.items())
    wanted = ["cork-jerkin", "hatch-cover", "bark-draught", "bark-draught", "ginger-beer", "canvas-trousers"]
    wanted += ["hobnail-clogs", "oilskin-hat", "bark-draught", "ginger-beer", "tally-token"]
    buy: dict[str, int] = {}
    for item in wanted:
        if item in price and price[item] <= purse:
            purse -= price[item]
            buy[item] = buy.get(item, 0) + 1
    await player.trade("josper-dray", sell=sell, buy=buy)
    for item in player.me["inventory"]["items"]:
        slot = item["type"] if item["type"] in ("weapon", "offhand") else item["category"]
        wearable = item["type"] in ("offhand", "equipment") and item["id"] in buy
        if wearable and player.me["equipment"].get(slot) is None:
            await player.equip(item["id"], slot)


async def counsel_for_the_spring(player: Player) -> None:
    """The end: nine locks, a heron, and three turns of a windlass."""
    await player.enter("toll-house")
    await player.talk("ebba-quoin", "eels", "why", "bye")
    await player.accept("ebba-quoin", "counsel-for-the-spring")
    while not player.objective("counsel-for-the-spring", "heron"):
        await player.rest()
        await player.go("summit-pound")
        await player.rest()
        await player.fight_until(
            lambda: player.objective("counsel-for-the-spring", "heron"),
            "the heron is answered",
            rest=player.rest,
            stay=0.15,
        )
    await player.enter("gatehouse")
    await player.do(
        "wind-headgate", lambda: player.objective("counsel-for-the-spring", "gate"), "three turns"
    )
    await player.go("nether-basin")
    await player.enter("toll-house")
    await player.finish("ebba-quoin", "counsel-for-the-spring")
    await player.talk("ebba-quoin", "after", "over", "bye")


async def play(base: str, *, tell: Tell = print, patience: float = 300.0) -> Player:
    """Play it all and give the player back, with what it sent and saw. Raises `WalkthroughError`."""
    base = base.rstrip("/")
    tag = "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(8))
    async with aiohttp.ClientSession() as web:
        player = Player(web, base, f"Wanda{tag}", tell, patience)
        friend = Player(web, base, f"Fred{tag}", lambda text: None, patience)
        bearer = await log_in(web, base, f"walker-{tag}", secrets.token_urlsafe(12))
        await player.arrive(bearer)
        await friend.arrive(bearer)
        try:
            await a_nil_return(player, friend)
            await perishables(player)
            await eight_inches(player)
            await ninety_one_eels(player)
            await outfitting(player)
            await counsel_for_the_spring(player)
        finally:
            await friend.leave()
            await player.leave()
    missing = sorted(COMMANDS - player.sent - friend.sent) + sorted(UPDATES - player.seen)
    if missing:
        raise WalkthroughError(f"the story is over, but these were not used or seen: {', '.join(missing)}")
    finished = sorted(quest["id"] for quest in player.me["quests"]["finished"])
    tell(f"The end. Quests finished: {', '.join(finished)}. Deaths: {player.deaths}.")
    tell(f"All {len(COMMANDS)} commands were used and all {len(UPDATES)} updates seen.")
    return player


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("server", nargs="?", default="http://127.0.0.1:8080", help="the server's address")
    parser.add_argument("--patience", type=float, default=300.0, help="seconds that any one thing may take")
    options = parser.parse_args()
    try:
        asyncio.run(play(options.server, patience=options.patience))
    except (WalkthroughError, RefusedError, aiohttp.ClientError) as problem:
        print(f"stopped: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
