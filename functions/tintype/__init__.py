"""Tintype: one dynamic image URL for each format of a design, rendered in milliseconds.

Two journeys, each readable top to bottom: authoring (document ▸ design ▸ one plate per format ▸ table) and serving
(URL ▸ overrides; plate; `engine.render` ▸ response). The packages, from the doors down; one imports only those below:

create, render, manage, worker   doors: one Lambda handler each; they alone read settings, log, measure and answer
rest          the routes of the REST API, and its OpenAPI document
services      one use case a file: designs, images, generation, batches, webhooks, workspace
query         a query string to overrides
document      the document that a person writes, and its compilation to plates
engine        draws: its own map stands in engine/__init__.py
store         model ⇄ DynamoDB, S3, SQS, CloudFront
net           every socket that isn't boto3's
edge          proxy event to request, result to proxy response, error to status
model         what the service knows, as plain values
settings      the environment, read once
gallery       the starter designs
base          records, caches, expressions, errors, URLs

Words:
plate         a design compiled for one format: the one word of our own
override      one change that a URL asks for
static        what is the same for every request that changes the same elements; it is painted once
damage        the rows of a picture that may differ between such requests
strip         encoded rows that are kept
variant       what one set of overrides makes of a plate
admission     whether a request gets its picture: paused, expired, unsigned, over a limit
fallback      what is shown in the place of a picture that isn't to be
"""

__version__ = "0.2.0"  # and nowhere else: pyproject.toml and user agents read it
