"""Importers: a whole list of people comes in from the file the personnel section already has.

For administrators, and for unit administrators within their units: a file is read, compared with
the directory (the dry run), and imported in blocks of 100 rows; what cannot be taken comes back
with its line, column and reason. For the command line: the same steps, driven by the caller.

Words: a *sheet* is a file that was read: headings, and *rows* in *blocks*. A *column* is a heading
with the *field* it stands for. A *problem* is why a row cannot be taken. The *plan* is what the dry
run found; its *summary* is what is shown of it. The *missing* are members no row tells of.

Invariants:
- Nothing changes before ``run_import``; a file is taken whole or refused with one reason.
- A block and its checkpoint are one transaction: an import may stop anywhere and be run again.
- An import never removes anybody and never suspends; a row that cannot be taken still means that
  its person is not missing.
- The missing are suspended only by hand, after the run; undoing lets in again exactly those whom
  this import suspended. Administrators, and whoever asks, are never among the missing.
- Whoever runs it acts with their own power, looked up again for every block.
- Rows are kept until they are in; those that cannot be taken for a day; nothing longer.
"""
