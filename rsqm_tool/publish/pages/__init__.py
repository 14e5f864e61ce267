"""The pages. Each module makes one kind of page from a `Site`, as Markdown text by page name; all are pure."""
