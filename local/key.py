"""Make or revoke an API key: `make key`. The key is printed once and kept nowhere.

Credentials and region come from where the AWS command line finds them; ``--endpoint-url`` leads to a local table.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tintype.base.errors import TintypeError
from tintype.services.workspace.keys import SCOPES
from tintype.store.keys import Keys, digest_of, new_key

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit status."""
    options = _options(arguments)
    try:
        where = {"region_name": options.region, "endpoint_url": options.endpoint_url}
        table = options.table or _table_of(options.stack, boto3.client("cloudformation", **where))
        keys = Keys(table, boto3.client("dynamodb", **where))
        if options.revoke:
            return _revoke(keys, options.revoke)
        key = options.key or new_key()
        record = keys.add(key, options.label, " ".join(options.scope or ["all"]), int(time.time()))
    except (TintypeError, BotoCoreError, ClientError) as error:
        print(error, file=sys.stderr)
        return 1
    print(key)
    print(f"Its id, for --revoke: {record.id}", file=sys.stderr)
    return 0


def _table_of(stack: str, client: CloudFormationClient) -> str:
    """The output TableName of the stack. Raises ClientError where there is no such stack."""
    outputs = client.describe_stacks(StackName=stack)["Stacks"][0].get("Outputs", [])
    return next(output["OutputValue"] for output in outputs if output["OutputKey"] == "TableName")


def _revoke(keys: Keys, key_or_id: str) -> int:
    known = keys.revoke(key_or_id, int(time.time())) or keys.revoke(digest_of(key_or_id), int(time.time()))
    print("Revoked." if known else "There is no such key.", file=sys.stderr)
    return 0 if known else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local.key", description="Make or revoke an API key.")
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--stack", help="name of the deployed stack (make key takes it from samconfig.toml)")
    place.add_argument("--table", help="name of the table, where the stack can't be asked (its output TableName)")
    parser.add_argument("--label", default="default", help="what the key is for, in your words")
    parser.add_argument(
        "--scope",
        action="append",
        choices=SCOPES,
        help="what the key may do; may be given several times, and is all where it isn't given",
    )
    parser.add_argument("--key", help="use this key instead of a new random one")
    parser.add_argument("--revoke", metavar="KEY_OR_ID", help="revoke this key instead of making one")
    parser.add_argument("--region", help="AWS region, where it isn't the configured one")
    parser.add_argument("--endpoint-url", help="endpoint of a local table")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
