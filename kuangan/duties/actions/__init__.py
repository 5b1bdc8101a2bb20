"""Writes of the duties room; every public function takes an actor, is atomic and leaves an audit record."""
