"""Has scim2-models read the product's payloads, and scim2-server create resources from them.

Usage: payloads.py EXTENSIONS PAYLOADS…
"""

import json
import sys
from http.client import HTTPConnection
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

from models import resource_models, schemas
from judging import Refused, faults, payloads, same, sit
from scim2_models import Context, ScimProvider
from scim2_server.applications.wsgi import WSGIApplication
from scim2_server.memory import InMemoryStorage
from scim2_server.utils import load_default_resource_types, load_default_schemas, load_default_service_provider_config

MODELS = resource_models(sys.argv[1])
CREATION = Context.RESOURCE_CREATION_REQUEST


def once(members):
    """A JSON object whose names all differ."""
    if len(dict(members)) < len(members):
        raise Refused("a name twice")
    return dict(members)


def unordered(resource):
    """A resource whose schemas stand in no order: RFC 7643 §3 gives them none."""
    return resource | {"schemas": sorted(resource.get("schemas", []))}


def reads(case):
    """Refuses what is no creation request, and what the model does not give back as it was."""
    payload = json.loads(case["text"], object_pairs_hook=once)
    resource = MODELS[case["kind"]].model_validate_json(case["text"], strict=True, scim_ctx=CREATION)
    same(unordered(resource.model_dump(scim_ctx=CREATION)), unordered(payload))


def provider():
    """What the server says about itself: the standard's schemas and the extensions of the cases."""
    kinds = load_default_resource_types().values()
    extensions = schemas(sys.argv[1])
    for kind in kinds:
        announced = [one.model_dump() for one in kind.schema_extensions or []]
        announced += [{"schema": str(one.id), "required": False} for one in extensions[kind.name.lower()]]
        kind.schema_extensions = announced or None
    described = [*load_default_schemas().values(), *extensions["user"], *extensions["group"]]
    return ScimProvider.from_discovery(described, kinds, config=load_default_service_provider_config())


class Silent(WSGIRequestHandler):
    """A handler that does not log."""

    def log_message(self, *_):
        pass


class Server:
    """scim2-server on a free port of the loopback interface; it ends with the program."""

    def __init__(self):
        self.storage = InMemoryStorage()
        application = WSGIApplication(self.storage, provider())
        self.server = make_server("127.0.0.1", 0, application, handler_class=Silent)
        Thread(target=self.server.serve_forever, daemon=True).start()

    def ask(self, method, path, text=None):
        """The status and the body of one answer."""
        connection = HTTPConnection("127.0.0.1", self.server.server_port, timeout=10)
        body = text.encode() if text else None
        connection.request(method, path, body, {"Content-Type": "application/scim+json; charset=utf-8"})
        answer = connection.getresponse()
        status, body = answer.status, json.loads(answer.read())
        connection.close()
        return status, body

    def creates(self, case):
        """Refuses a payload that the server does not answer with 201 and the resource as it was sent, and keep so."""
        self.storage.resources = []
        status, created = self.ask("POST", f"/v2/{case['kind'].title()}s", case["text"])
        if status != 201:
            raise Refused(f"{status} {created.get('scimType')} {created['detail']}")
        status, kept = self.ask("GET", f"/v2/{case['kind'].title()}s/{created['id']}")
        for answer in (created, kept):
            del answer["id"], answer["meta"]
            same(unordered(answer), unordered(json.loads(case["text"])))


cases, broken = list(payloads(sys.argv[2:])), faults("payloads.json")
failed = sit("scim2-models", reads, cases, broken) + sit("scim2-server", Server().creates, cases, broken)
sys.exit(bool(failed))
