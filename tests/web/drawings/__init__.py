"""Pictures drawn on the server, held to the figures they are drawn from."""
