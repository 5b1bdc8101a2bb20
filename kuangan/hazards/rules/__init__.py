"""Rules of hazards that need no database: plain values in, answers out."""
