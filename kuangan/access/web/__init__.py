"""Pages of access, and the middleware that turns a session into an actor."""
