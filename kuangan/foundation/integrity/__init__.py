"""Integrity (存证): the audit trail and files by content hash.

Owns:      AuditEvent, StoredFile.
Promises:  an audit row is never changed or deleted, not even by the application; a file is what its hash says.
Doors:     actions.record; kinds.Kind; files.keep / serve; queries.events_for.
Stands on: kernel, authority.
Not here:  which record a file belongs to and who may open it (the owning room).
"""
