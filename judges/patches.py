"""Applies the product's PATCH requests with scim2-models: `before`, patched, must be `after`.

Usage: patches.py EXTENSIONS CASES…
"""

import json
import sys

from models import resource_models
from judging import faults, normal, patches, same, sit, Refused
from scim2_models import Context, PatchOp

MODELS = resource_models(sys.argv[1])


def applies(case):
    """Refuses a patch that scim2-models cannot read or apply, and one whose outcome is not `after`."""
    model = MODELS[case["kind"]]
    resource = model.model_validate_json(json.dumps(case["before"]), strict=True, scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    place = f"{case['kind'].title()}s/{case['before']['id']}"
    for request in case["requests"]:
        if (request["method"], request["path"]) != ("PATCH", place):
            raise Refused(f"not a patch of {place}")
        text = json.dumps(request["body"])
        PatchOp[model].model_validate_json(text, strict=True, scim_ctx=Context.RESOURCE_PATCH_REQUEST).patch(resource)
    same(normal(resource.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE)), normal(case["after"]))


sys.exit(bool(sit("scim2-models-patch", applies, patches(sys.argv[2:]), faults("patches.json"))))
