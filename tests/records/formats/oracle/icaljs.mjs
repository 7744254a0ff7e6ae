// Reads the files named on standard input with ical.js, which lies in the folder named first.
// Prints one line of JSON for each: [name, parameters, type, value] of its properties, null if it cannot.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const module = join(process.argv[2], "node_modules", "ical.js", "dist", "ical.js");
const { default: ICAL } = await import(pathToFileURL(module));

function* properties([, own, components]) {
  for (const [name, params, type, ...values] of own) {
    yield [name, params, type, values.length === 1 ? values[0] : values];
  }
  for (const component of components) {
    yield* properties(component);
  }
}

function read(path) {
  try {
    const parsed = ICAL.parse(readFileSync(path, "utf8"));
    const all = Array.isArray(parsed[0]) ? parsed : [parsed];
    return all.flatMap((component) => [...properties(component)]);
  } catch {
    return null;
  }
}

for (const path of readFileSync(0, "utf8").split("\n")) {
  console.log(JSON.stringify(read(path)));
}
