"""Pictures of a world: the map, the order of quests, who uses what. Deterministic, and drawn by ourselves."""
