"""What comes in from elsewhere: a Word or Markdown document read, cut into clauses and matched. Writes no file."""
