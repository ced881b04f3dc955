import { isRecord } from "../../is-record.js";

/** A TOML file as plain data; empty where it is absent or can't be parsed. */
export async function readToml(text: string | undefined): Promise<Record<string, unknown>> {
  if (text === undefined) return {};
  const { parse } = await import("@decimalturn/toml-patch");
  try {
    const data: unknown = parse(text);
    return isRecord(data) ? data : {};
  } catch {
    return {};
  }
}

/** The table at a path of keys; empty where there is none. */
export function tableAt(data: unknown, ...keys: string[]): Record<string, unknown> {
  const found = valueAt(data, ...keys);
  return isRecord(found) ? found : {};
}

export function valueAt(data: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>(
    (found, key) => (isRecord(found) && Object.hasOwn(found, key) ? found[key] : undefined),
    data,
  );
}

/** The text at a path of keys; undefined for anything else. */
export function textAt(data: unknown, ...keys: string[]): string | undefined {
  const found = valueAt(data, ...keys);
  return typeof found === "string" && found !== "" ? found : undefined;
}

/** The texts of a list. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** The pairs of a table whose values are texts. */
export function textPairs(value: unknown): [string, string][] {
  return isRecord(value)
    ? Object.entries(value).flatMap(([key, item]): [string, string][] =>
        typeof item === "string" ? [[key, item]] : [],
      )
    : [];
}
