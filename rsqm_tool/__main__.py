"""`python -m rsqm_tool` is `rsqm`."""

from rsqm_tool.cli import main

if __name__ == "__main__":
    main()
