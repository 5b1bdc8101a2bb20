"""Integrity (存证): the audit trail and files by content hash.

Owns:      AuditEvent, Seal, StoredFile.
Promises:  an audit row is never changed or deleted, not even by the application, and who tries is found out without
           the system; a file is what its hash says.
Doors:     actions.record; kinds.Kind; noting.note_read; histories.offer; sealing.seal_all; verifying.verify;
           entries.mark / refuse_other (sent again under its key); exporting.write_export;
           frozen.declare / marks; comparison.compare_share; letters.anchor_letter / seal_line; files.keep / serve;
           queries.events_for.
Stands on: kernel, authority.
Not here:  which record a file belongs to and who may open it (the owning room).
"""
