"""Kuang'an (矿安): a rectification campaign from plan to archive. Rooms import downwards; see docs/architecture.md."""
