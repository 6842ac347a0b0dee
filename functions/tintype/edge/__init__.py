"""A proxy event to a request, a result to a proxy response, an error to its status."""
