"""Foundation: what would be equally true in a system about schools; it knows nothing of mines."""
