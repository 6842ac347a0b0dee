"""What the service knows, as frozen values: designs' cards, dynamic images, keys, jobs and their ids."""
