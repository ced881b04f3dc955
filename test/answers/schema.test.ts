import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../generators/answers/read-config.js";
import { environments, features, levels, standard } from "../../generators/standard.js";

const schema = JSON.parse(
  readFileSync(new URL("../../schema/create-logging.schema.json", import.meta.url), "utf8"),
);
const isValid = new Ajv({ strict: true, allErrors: true }).compile(schema);

async function isRead(config: unknown): Promise<boolean> {
  return readConfig(JSON.stringify(config)).then(
    () => true,
    () => false,
  );
}

describe("the published schema says what the standard says", () => {
  const { properties } = schema;

  it("has its variables, formats, defaults and features, with their defaults", () => {
    const defaultsOf = (section: { properties: Record<string, { default: unknown }> }) =>
      Object.fromEntries(Object.entries(section.properties).map(([key, it]) => [key, it.default]));
    expect(defaultsOf(properties.variables)).toEqual(standard.variables);
    expect(defaultsOf(properties.formats)).toEqual(standard.formats);
    expect(defaultsOf(properties.defaults)).toEqual(standard.defaults);
    expect(defaultsOf(properties.features)).toEqual(features);
    expect(defaultsOf(properties.levels)).toEqual(
      Object.fromEntries(environments.map((name) => [name, standard.modes[name].level])),
    );
  });

  it("has its levels", () => {
    for (const environment of environments)
      expect(properties.levels.properties[environment].enum).toEqual(Object.keys(levels));
  });

  it("describes every property for the editor's tooltip", () => {
    const undescribed: string[] = [];
    const visit = (node: Record<string, unknown>, at: string): void => {
      const inner = Object.entries((node["properties"] ?? {}) as Record<string, never>);
      for (const [key, child] of inner) {
        if (typeof child["description"] !== "string") undescribed.push(`${at}.${key}`);
        visit(child, `${at}.${key}`);
      }
      if (node["items"] !== undefined) visit(node["items"] as Record<string, unknown>, `${at}[]`);
    };
    visit(schema, "");
    expect(undescribed).toEqual([]);
  });

  it("takes the whole standard written out", async () => {
    const { variables, formats, defaults, modes } = standard;
    const all = {
      $schema: "./x.json",
      name: "news",
      target: "node",
      dir: "src/logging",
      entries: ["src/index.ts"],
      children: [{ descriptor: "SCORER", name: "news-scorer", entry: "src/scorer.ts" }],
      variables,
      levels: Object.fromEntries(environments.map((name) => [name, modes[name].level])),
      formats,
      defaults,
      features,
      onNameConflict: "fatal",
      format: true,
      plop: true,
    };
    expect(isValid(all)).toBe(true);
    expect(await isRead(all)).toBe(true);
  });
});

describe("the schema and the reader agree", () => {
  it.each([
    { name: "a" },
    { name: "it's {{a}} <%b%> 🗞️" },
    { name: "" },
    { name: " " },
    { name: "." },
    { name: ".." },
    { name: "..." },
    { name: "a/b" },
    { name: "a\\b" },
    { name: "a\nb" },
    { name: "\u0085" },
    { name: "n".repeat(200) },
    { name: "n".repeat(201) },
    { name: 1 },
    { target: "ruby" },
    { dir: "src/logging/" },
    { dir: "./" },
    { dir: "." },
    { dir: "..." },
    { dir: "a/../b" },
    { dir: "/a" },
    { dir: "c:a" },
    { dir: "a\\b" },
    { dir: "x/node_modules/y" },
    { dir: "node_modules2" },
    { dir: "a#b" },
    { dir: "a'b" },
    { entries: [] },
    { entries: ["bin/www", "50%.js"] },
    { entries: ["../a"] },
    { entries: "a" },
    { children: [] },
    { children: [{ descriptor: "A_1", name: "a" }] },
    { children: [{ descriptor: "A__1", name: "a" }] },
    { children: [{ descriptor: "A" }] },
    { children: [{ descriptor: "A", name: "a", entry: "/x" }] },
    { children: [{ descriptor: "A", name: "a", extra: 1 }] },
    { variables: { name: "A" } },
    { variables: { name: "1A" } },
    { variables: { nmae: "A" } },
    { levels: { testing: "TRACE" } },
    { levels: { testing: "LOUD" } },
    { levels: { test: "INFO" } },
    { formats: { file: "" } },
    { formats: { file: null } },
    ...["5 MB", "5MiB", "5mb", "12 b", "1.5 GB", "3", "9999.5", "007"].map(maxSize),
    ...["10000", "0", "0 MB", "0.0", "5 M", "5 iB", "5  MB", "MB", "-1", "", "5 "].map(maxSize),
    ...[0, 5, -1, 1.5, "5", null, 1e300].map((maxFiles) => ({ defaults: { maxFiles } })),
    ...["640", "0600", "0777", "0440", "1640", "8", 640].map((fileMode) => ({
      defaults: { fileMode },
    })),
    { features: { sourceMaps: false } },
    { features: { sourceMaps: 1 } },
    { features: { diagnose: true } },
    { onNameConflict: "next" },
    { onNameConflict: "fatal" },
    { onNameConflict: "wait" },
    { onNameConflict: true },
    { colour: "red" },
    [],
    "a",
    null,
  ])("on %j", async (config) => {
    expect(await isRead(config)).toBe(isValid(config));
  });

  it("and never is the schema stricter: an editor marks nothing that is taken", async () => {
    const text = fc.oneof(
      fc.string({ unit: "binary", maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(..."./\\ :a0'\n"), maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("name", "dir", "entries", "variables", "maxSize", "fileMode"),
        text,
        async (key, value) => {
          const config =
            key === "entries"
              ? { entries: [value] }
              : key === "variables"
                ? { variables: { logs: value } }
                : key === "maxSize" || key === "fileMode"
                  ? { defaults: { [key]: value } }
                  : { [key]: value };
          if (await isRead(config)) expect(isValid(config)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

function maxSize(size: string) {
  return { defaults: { maxSize: size } };
}
