"""Documents (公文与台账): data and a template become docx or pdf. Knows nothing of mines.

Owns:      the forms of typst (forms/*.typ), the measures of GB/T 9704-2012, the faces that documents are set in.
Promises:  words of a person are text and never code; a letter is a draft without red head and seal; no character is
           lost without a mark: what no face can show is set as 〓; nothing is fetched while a document is made.
Doors:     templates.letter / form (content/letters); letters.Letter, letters.pdf, word.docx_of; ledgers.Ledger,
           ledgers.pdf; faces.missing.
Stands on: kernel.
Not here:  workbooks (exchange); what a document says (letters of each room); numbers, signatures and seals (people).
"""
