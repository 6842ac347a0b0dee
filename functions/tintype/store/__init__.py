"""Designs, plates, dynamic images, keys and assets: the only room that knows DynamoDB and S3."""
