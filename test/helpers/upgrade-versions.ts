import fs from "node:fs";
import path from "node:path";
import type { Answers } from "../../generators/answers/answers.js";
import { type Features, features, type Standard, standard } from "../../generators/standard.js";
import { buildFlavours } from "../../scripts/build-flavours.js";
import { cacheFolder, once } from "./conformance-once.js";

/** Releases whose templates and standard are kept in `test/fixtures/versions`. */
export const versions = ["0.1.0", "0.2.0", "0.3.0"] as const;

export type Version = (typeof versions)[number];

/** Every way from one release to a later one. */
export const upgradePaths: readonly (readonly [Version, Version])[] = versions.flatMap((from, at) =>
  versions.slice(at + 1).map((to) => [from, to] as const),
);

/** What a release had as its standard, as far as it differs from today's. */
interface VersionFile {
  version: Version;
  standard?: {
    variables?: Partial<Standard["variables"]>;
    defaults?: Partial<Standard["defaults"]>;
  };
  /** All that there were. */
  features?: Partial<Features>;
}

const project = path.resolve(import.meta.dirname, "../..");

/** The folder of a release. */
export function versionFolder(version: Version): string {
  return path.join(project, "test/fixtures/versions", version);
}

/** What is said of a release beside its templates. */
export function readVersionFile(version: Version): VersionFile {
  return JSON.parse(fs.readFileSync(path.join(versionFolder(version), "version.json"), "utf8"));
}

/** The templates of a release in their three flavours, as its package had them. */
export function prepareTemplates(version: Version): Promise<string> {
  const templates = prepared.get(version) ?? buildTemplates(version);
  prepared.set(version, templates);
  return templates;
}

const prepared = new Map<Version, Promise<string>>();

async function buildTemplates(version: Version): Promise<string> {
  const templates = path.join(versionFolder(version), "templates");
  const root = cacheFolder([templates, path.join(project, "scripts"), import.meta.filename]);
  return once(path.join(root, "templates"), (folder) => buildFlavours(templates, folder));
}

/** The standard and the features of a release. */
export function standardOf(version: Version): Pick<Answers, "standard" | "features"> {
  const file = readVersionFile(version);
  return {
    standard: {
      ...standard,
      variables: { ...standard.variables, ...file.standard?.variables },
      defaults: { ...standard.defaults, ...file.standard?.defaults },
    },
    features: (file.features ?? features) as Features,
  };
}
