"""What the template library `ka` is made of; one module per kind of thing."""
