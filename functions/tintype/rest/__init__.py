"""The routes of the REST API: what each takes and answers, in one table that dispatch and documentation both read."""
