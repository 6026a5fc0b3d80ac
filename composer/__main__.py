"""The entry point of ``policy-composer`` and of ``python -m composer``."""


def main() -> None:
    """Run the command line."""
    from composer.cli import main as run

    run()


if __name__ == "__main__":
    main()
