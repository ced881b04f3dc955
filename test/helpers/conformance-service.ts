import fs from "node:fs";
import path from "node:path";
import { buildFlavours } from "../../scripts/build-flavours.js";
import { buildService, sourcesFolder } from "./conformance-build.js";
import { type Flavour, flavours, strippedFlavour } from "./conformance-flavour-kinds.js";
import { cacheFolder, once } from "./conformance-once.js";

export {
  type Flavour,
  type FlavourId,
  flavours,
  strippedFlavour,
} from "./conformance-flavour-kinds.js";

/** One service of a flavour, built and ready to run. */
export interface Service {
  flavour: Flavour;
  folder: string;
  /** The file that Node runs for an entry: `main`. */
  entry(name: string): string;
  /** `module:function:line` of the line of the source that ends in `// @marker`. */
  place(marker: string, functionName: string): string;
  /** The number of the line in a file that holds the text. */
  lineIn(file: string, text: string): number;
}

const repo = path.resolve(import.meta.dirname, "../..");

/** Builds the service of a flavour, or takes the one that another test file has built from the same sources. */
export async function prepareService({ id }: Pick<Flavour, "id">): Promise<Service> {
  const found = [...flavours, strippedFlavour].find((known) => known.id === id);
  if (found === undefined) throw new Error(`No flavour '${id}'`);
  const root = cacheFolder(inputs);
  const templates = await once(path.join(root, "templates"), (folder) =>
    buildFlavours(templatesFolder, folder),
  );
  const folder = await once(path.join(root, id), (staged) =>
    buildService(found, templates, staged),
  );
  return {
    flavour: found,
    folder,
    entry: (name) => path.join(folder, found.runs.folder, `${name}${found.runs.extension}`),
    place: (marker, functionName) => findPlace(folder, marker, functionName),
    lineIn: (file, text) =>
      fs
        .readFileSync(file, "utf8")
        .split("\n")
        .findIndex((line) => line.includes(text)) + 1,
  };
}

// Another folder of templates can be tried without touching the real one.
const templatesFolder = process.env["CONFORMANCE_TEMPLATES"] ?? path.join(repo, "templates/node");
const inputs = [
  templatesFolder,
  sourcesFolder,
  import.meta.filename,
  ...["conformance-build.ts", "conformance-flavour-kinds.ts"].map((name) =>
    path.join(import.meta.dirname, name),
  ),
  ...["generators/render", "generators/standard.ts", "scripts"].map((name) =>
    path.join(repo, name),
  ),
];

function findPlace(folder: string, marker: string, functionName: string): string {
  const sources = path.join(folder, "src");
  for (const name of fs.readdirSync(sources)) {
    if (!/\.[jt]s$/.test(name)) continue;
    const lines = fs.readFileSync(path.join(sources, name), "utf8").split("\n");
    const index = lines.findIndex((line) => line.endsWith(`// @${marker}`));
    if (index >= 0) return `${path.parse(name).name}:${functionName}:${index + 1}`;
  }
  throw new Error(`No line ends in '// @${marker}'`);
}
