"""Forms of assistance, by who fills them in."""
