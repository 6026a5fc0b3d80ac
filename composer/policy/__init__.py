"""Values: clauses, the library, a school's policy and its decisions, the finished document."""
