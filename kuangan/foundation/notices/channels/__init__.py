"""The channels by which notices leave the house: the switchboard, and one module per channel."""
