"""What an import is, without database or web: files, headings, values, and what is wrong.

sheet      one form for every file: headings, and rows in blocks of 100
text       CSV and what is not CSV: encodings, delimiters, quotes
workbook   XLSX, read in a child process (``workbook_child``)
headings   which column is which field
values     one cell: made right, or what is wrong with it
people     one row: the person it tells of, or the problems it has
plan       what an import would do, and what came of it
"""
