"""Kuang'an (矿安): a safety-rectification campaign from plan to archive. Rooms import downwards; see docs/architecture.md."""
