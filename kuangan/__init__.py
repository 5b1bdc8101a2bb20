"""Kuang'an (矿安): runs a safety-rectification campaign from plan to archive. Rooms import only downwards; see docs/architecture.md."""
