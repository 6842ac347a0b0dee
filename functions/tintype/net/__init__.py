"""Every socket that isn't boto3's: names looked up, addresses checked, pictures fetched, webhooks posted."""
