"""policy-composer: compose a UK school's social media policy clause by clause."""

__version__ = "0.1.0"
