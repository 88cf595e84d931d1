"""The models of scim2-models for users and groups with the extensions that the cases use."""

import json
from functools import reduce
from operator import or_
from pathlib import Path

from scim2_models import EnterpriseUser, Extension, Group, Schema, User


def schemas(file):
    """What `extensions.py` wrote, read strictly: the schemas for each kind."""
    described = json.loads(Path(file).read_text(encoding="utf-8"))
    return {kind: [Schema.model_validate(one) for one in found] for kind, found in described.items()}


def resource_models(file):
    """The model of each kind."""
    found = {kind: [Extension.from_schema(one) for one in described] for kind, described in schemas(file).items()}
    return {"user": User[reduce(or_, [EnterpriseUser, *found["user"]])],
            "group": Group[reduce(or_, found["group"])] if found["group"] else Group}
