// Applies the product's PATCH requests with scimmy and with scim-patch: `before`, patched, must be `after`.
//
// Usage: NODE_PATH=… node patches.js EXTENSIONS CASES…; `judging.py` says how judges are asked and counted.

const fs = require("fs");
const path = require("path");
const { Messages, Schemas, Types } = require("scimmy");
const { patchBodyValidation, scimPatch } = require("scim-patch");

const read = (file) => JSON.parse(fs.readFileSync(file, "utf8"));
const here = (name) => read(path.join(__dirname, name));

/** The cases of JSON files (a list) and NDJSON files (one a line). */
const cases = (files) =>
  files.flatMap((file) =>
    file.endsWith(".json") ? read(file) : fs.readFileSync(file, "utf8").split("\n").filter(Boolean).map(JSON.parse));

/** What RFC 7643 tells apart; as in `judging.py`. */
function normal(value) {
  if (Array.isArray(value)) return value.map(normal).sort((one, other) => (exact(one) < exact(other) ? -1 : 1));
  if (value === null || typeof value !== "object") return value;
  const members = Object.keys(value).sort().filter((name) => name !== "schemas" && name !== "meta")
    .map((name) => [name, normal(value[name])]);
  return Object.fromEntries(members.filter(([name, member]) => !empty(member) && !(name === "primary" && member === false)));
}

const empty = (value) => value == null || (typeof value === "object" && Object.keys(value).length === 0);
const exact = (value) => JSON.stringify(value);

/** Refuses what differs, and names the attributes. */
function same(found, expected) {
  const names = [...new Set([...Object.keys(found), ...Object.keys(expected)])].sort();
  const differing = names.filter((name) => exact(found[name]) !== exact(expected[name]));
  if (differing.length) throw new Error(`differs in ${differing.join(", ")}: ${exact(found)}`);
}

/** scimmy's definition of an attribute that `extensions.py` described. */
const attribute = ({ name, type, multiValued, subAttributes = [] }) =>
  new Types.Attribute(type, name, { multiValued }, subAttributes.map(attribute));

const models = { user: Schemas.User, group: Schemas.Group };

function extend(extensions) {
  models.user.definition.attribute("roles.type").config.canonicalValues = false; // Theirs is an empty list: no type passes.
  models.user.extend(Schemas.EnterpriseUser);
  for (const [kind, schemas] of Object.entries(extensions))
    for (const { id, name, attributes } of schemas)
      models[kind].extend(new Types.SchemaDefinition(name, id, "", attributes.map(attribute)));
}

async function scimmy({ kind, before, requests, after }) {
  let resource = new models[kind](structuredClone(before));
  for (const { body } of requests)
    resource = (await new Messages.PatchOp(structuredClone(body)).apply(resource)) ?? resource; // Nothing: no change.
  same(normal(JSON.parse(JSON.stringify(resource))), normal(after));
}

async function scimPatches({ before, requests, after }) {
  let resource = before;
  for (const { body } of requests) {
    patchBodyValidation(body);
    resource = scimPatch(resource, body.Operations, { mutateDocument: false, treatMissingAsAdd: false });
  }
  same(normal(resource), normal(after));
}

/** Why a judge refuses a case, on one line; nothing when it accepts it. */
async function refusal(judge, one) {
  try {
    await judge(one);
  } catch (error) { // Whatever a library raises is its refusal.
    return `${error.constructor.name}: ${error.message}`.replace(/\s+/g, " ");
  }
}

/** Asks one judge about all cases and all faults, prints its count, and returns how many failed. */
async function sit(name, judge, files) {
  const known = here("deviations.json").filter((one) => one.judge === name).map((one) => ({ ...one, met: [] }));
  const failed = [];
  let passed = 0;
  for (const one of cases(files)) {
    const why = await refusal(judge, one);
    const deviation = why && known.find(({ says, cases: ids = [one.id] }) => why.includes(says) && ids.includes(one.id));
    if (deviation) deviation.met.push(one.id);
    else if (why) failed.push(`refuses ${one.id}: ${why}`);
    else passed++;
  }
  for (const fault of here("faults/patches.json").filter(({ refused }) => name in refused)) {
    const why = await refusal(judge, fault);
    const expected = fault.refused[name];
    if (why?.includes(expected)) passed++;
    else failed.push(`must refuse the fault ${fault.id} with «${expected}», and says: ${why}`);
  }
  for (const { met, reason, cases: ids = [] } of known)
    if (!met.length || !ids.every((id) => met.includes(id)))
      failed.push(`deviates less than deviations.json says: ${reason}`);
  const skipped = known.filter(({ met }) => met.length).map(({ met, reason }) => `skipped ${met.length}: ${reason}`);
  for (const line of [...skipped, ...failed]) console.log(`${name} ${line}`);
  const met = known.reduce((sum, one) => sum + one.met.length, 0);
  console.log(`${name}: ${passed} passed, ${failed.length} failed, ${met} skipped`);
  return failed.length;
}

(async () => {
  const [extensions, ...files] = process.argv.slice(2);
  extend(read(extensions));
  const failed = (await sit("scimmy", scimmy, files)) + (await sit("scim-patch", scimPatches, files));
  process.exitCode = failed ? 1 : 0;
})();
