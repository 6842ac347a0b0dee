"""The workspace: API keys, projects, fonts and the starter gallery."""
