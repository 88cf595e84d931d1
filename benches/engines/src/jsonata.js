// JSONata by its reference implementation: `node jsonata.js FILE`, with the package on NODE_PATH.
"use strict";

const { createReadStream, readFileSync } = require("node:fs");
const { createInterface } = require("node:readline");
const jsonata = require("jsonata");

const rules = jsonata(readFileSync(`${__dirname}/klaxoon-1.jsonata`, "utf8"));
// JSONata has nothing for diacritics.
rules.registerFunction("normalizeDiacritics", (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, ""));

async function main(path) {
  let out = "";
  for await (const line of createInterface({ input: createReadStream(path, { highWaterMark: 1 << 20 }) })) {
    const resource = await rules.evaluate(JSON.parse(line));
    if (resource === undefined) continue;
    out += `${JSON.stringify(resource)}\n`;
    if (out.length > 1 << 20) {
      process.stdout.write(out);
      out = "";
    }
  }
  process.stdout.write(out);
}

main(process.argv[2]);
