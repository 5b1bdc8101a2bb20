"""Exchange: rows in and out (导入导出). Knows nothing of mines.

Owns:      ImportBatch, StagedRow (an upload on its way in, judged row by row, nothing half-imported), ImportJob (what
           the worker does with a large one), StagedSheet (its cells until then).
Promises:  every cell of an upload is either taken over, or named with its address and how to mend it;
           formulas and macros are never run; what is written out can be edited and read back by its keys.
Doors:     columns.Column / SheetSpec; importers.Importer (a room plugs one in from its apps.py);
           actions.stage / remap / decide / apply / discard, begin / cancel (in the worker when large), event
           exchange.import_finished (batch_id); people.supply (who is behind an account);
           queries.batches / batch / rows;
           reading.read, layout.find_table, mapping.guess, checking.check (pure, no database);
           writing.write_ledger / write_bad_rows / write_csv.
Stands on: kernel, authority, integrity.
Not here:  what a column means to a room (its sheets.py), screens of an import (the room's web).
"""
