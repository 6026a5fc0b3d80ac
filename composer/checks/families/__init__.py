"""The checks by family. Every module here has a tuple ``CHECKS``: a new one is found without being named."""
