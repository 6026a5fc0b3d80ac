"""The face: the Textual application, its screens and widgets."""
