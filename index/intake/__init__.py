"""Files as people have them → the text that the parser reads.

One line a paragraph; `# ` opens a title and `## ` a heading that the file itself marks as one; a table's row is a
line of its own that reads without its table (see `index.intake.tables`). The file itself is never changed.
"""
