"""Reads of the duties room; every public function takes a scope or belongs to the derivation."""
