"""Reads of hazards and risks; every public function takes the reader's scope first."""
