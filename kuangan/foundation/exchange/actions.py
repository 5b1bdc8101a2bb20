"""Writes of an import. Public signatures:

stage(actor, upload: StoredFile | UploadedFile, importer_name, *, sheet="") -> ImportBatch
remap(actor, batch, mapping: {column_index: column_key | ""}, *, sheet="", header_rows=None) -> ImportBatch
decide(actor, row: StagedRow, decision: "new" | "skip" | "<existing key>") -> StagedRow
apply(actor, batch) -> Counts
discard(actor, batch, *, reason="") -> ImportBatch
"""
