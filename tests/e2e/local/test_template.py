"""template.yaml as this machine reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.intrinsics import TemplateError
from local.template import read_template

DISTRIBUTION = {"IMAGE_BASE_URL": "http://127.0.0.1:1/img"}

SMALL = """
Parameters:
  Stage: {Type: String, Default: dev}
  Domain: {Type: String, Default: ""}
Conditions:
  HasDomain: !Not [!Equals [!Ref Domain, ""]]
  Small: !And [!Equals [!Ref Stage, dev], !Not [!Condition HasDomain]]
Globals:
  Function:
    Timeout: 7
    Environment:
      Variables:
        TABLE: !Ref Things
        STAGE: !Ref Stage
Resources:
  Things:
    Type: AWS::DynamoDB::Table
    Properties:
      KeySchema: [{AttributeName: pk, KeyType: HASH}]
      AttributeDefinitions: [{AttributeName: pk, AttributeType: S}]
      PointInTimeRecoverySpecification: {PointInTimeRecoveryEnabled: true}
      TimeToLiveSpecification: {AttributeName: !Sub "${Stage}_ends", Enabled: true}
  Elsewhere:
    Type: AWS::S3::Bucket
    Condition: HasDomain
  Worker:
    Type: AWS::Serverless::Function
    Properties:
      Handler: thing.handler
      MemorySize: !If [Small, 256, 1024]
      Environment:
        Variables:
          STAGE: !Join ["-", [!Ref Stage, "1"]]
          TABLE_ARN: !GetAtt Things.Arn
          ADDRESS: !Sub
            - https://${Host}/${!literal}
            - Host: !Select [1, !Split ["/", "a/b"]]
          NOTHING: !Ref AWS::NoValue
  Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      IntegrationUri: !Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Worker.Arn}/invocations
  Route:
    Type: AWS::ApiGatewayV2::Route
    Properties: {RouteKey: GET /things, Target: !Sub "integrations/${Integration}"}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "template.yaml"
    path.write_text(SMALL)
    return path


def test_a_table_keeps_what_creating_it_takes_and_is_named_as_sam_local_names_it(small: Path) -> None:
    (table,) = read_template(small).tables
    assert table.definition == {
        "TableName": "Things",
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
    }
    assert table.ttl == "dev_ends"


def test_a_resource_whose_condition_does_not_hold_is_left_out(small: Path) -> None:
    assert read_template(small).buckets == ()


def test_a_function_has_the_shared_variables_and_its_own_with_every_reference_resolved(small: Path) -> None:
    worker = read_template(small).functions["Worker"]
    assert (worker.handler, worker.memory, worker.timeout) == ("thing.handler", 256, 7)
    assert worker.environment == {
        "TABLE": "Things",
        "STAGE": "dev-1",
        "TABLE_ARN": "arn:aws:dynamodb:eu-central-1:123456789012:table/Things",
        "ADDRESS": "https://b/${literal}",
    }


def test_a_route_leads_through_its_integration_to_its_function(small: Path) -> None:
    (route,) = read_template(small).routes
    assert (route.key, route.function) == ("GET /things", "Worker")


def test_what_only_a_deployment_knows_is_an_error_unless_it_is_overridden(small: Path) -> None:
    small.write_text(SMALL.replace("!Ref AWS::NoValue", "!GetAtt Distribution.DomainName"))
    with pytest.raises(TemplateError, match=r"Distribution\.DomainName is only known once it is deployed"):
        read_template(small)
    assert read_template(small, {"NOTHING": "here"}).functions["Worker"].environment["NOTHING"] == "here"


def test_the_real_template_has_the_three_doors_behind_its_routes() -> None:
    template = read_template(overrides=DISTRIBUTION)
    handlers = {route.key: template.functions[route.function].handler for route in template.routes}
    assert handlers == {
        "POST /designs/{designId}/dynamic-image-url": "tintype.create.handler",
        "ANY /img/{image+}": "tintype.render.handler",
        "$default": "tintype.manage.handler",
    }


def test_the_real_template_names_its_table_and_bucket_to_every_function() -> None:
    template = read_template(overrides=DISTRIBUTION)
    for function in template.functions.values():
        assert function.environment["TABLE_NAME"] == template.tables[0].name
        assert function.environment["BUCKET_NAME"] in template.buckets
