"""Tintype: one dynamic image URL for each format of a design, rendered in milliseconds.

The rooms, from the doors down; a room imports only what stands below it:

create, render, manage   doors: one Lambda handler each; they alone log, measure and answer
worker                   the door of the queue: what takes its time, one message each
rest                     the routes of the REST API, and its OpenAPI document
flow                     one use case a file, readable top to bottom
edge                     proxy event to request, result to proxy response, error to status
store                    designs, plates, dynamic images, keys, assets, the queue: all that knows DynamoDB, S3 and SQS
fetch                    remote pictures, and webhooks to others, safely
encode                   a painted picture to bytes
paint                    a scene to a Pillow picture
layout                   a filled plate to a scene: pure geometry
design                   the document that a person writes, and its compilation to plates
query                    a query string to overrides
plate                    a design compiled for one format, and filling it with overrides
vocabulary               the one table of element types, properties, kinds, bounds, defaults and help
caches                   values kept within a byte bound
gallery                  the starter designs that ship with Tintype
errors, settings         what can go wrong, in the domain's words; the environment, read once
"""

__version__ = "0.2.0"  # and nowhere else: pyproject.toml and user agents read it
