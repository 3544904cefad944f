"""What systems and effects alike do to the world: give, take, hurt, move. Each verb only emits facts."""
