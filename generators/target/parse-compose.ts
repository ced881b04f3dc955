import type { ParsedCommand } from "./parsed-command.js";
import { at, readYaml, type YamlNode } from "./read-yaml.js";
import { joinWords, readAssignments } from "./split-command.js";

/** The commands that a compose file's services start in place of their image's own. */
export function parseCompose(text: string): ParsedCommand[] {
  const services = at(readYaml(text), "services")?.value;
  if (!(services instanceof Map)) return [];
  return [...services.values()].flatMap((service) => {
    const entrypoint = at(service, "entrypoint");
    const command = at(service, "command");
    const start = command ?? entrypoint;
    if (start === undefined) return [];
    const line = [entrypoint, command]
      .map(toLine)
      .filter((part) => part !== "")
      .join(" ");
    const context = scalar(at(service, "build")) ?? scalar(at(service, "build", "context"));
    const cwd = scalar(at(service, "working_dir"));
    // An image that is not built here runs somebody else's code, unless the sources are mounted into it; what another
    // mapping is merged into (`<<: *app`) has its own from there.
    const isOurs = ["build", "volumes", "<<"].some((key) => at(service, key) !== undefined);
    if (line === "" || !isOurs) return [];
    return [
      {
        line: start.line,
        command: line,
        env: readEnvironment(at(service, "environment")),
        envFiles: listOf(at(service, "env_file")),
        loadsEnv: at(service, "env_file") !== undefined || at(service, "environment") !== undefined,
        ...(cwd === undefined ? {} : { cwd }),
        ...(context === undefined ? {} : { context }),
      },
    ];
  });
}

function toLine(node: YamlNode | undefined): string {
  if (node === undefined) return "";
  if (typeof node.value === "string") return node.value.trim();
  if (!Array.isArray(node.value)) return "";
  return joinWords(node.value.map((item) => (typeof item.value === "string" ? item.value : "")));
}

// A mapping, or a list of assignments.
function readEnvironment(node: YamlNode | undefined): Record<string, string> {
  if (!(node?.value instanceof Map)) return readAssignments(listOf(node));
  return Object.fromEntries([...node.value].map(([key, value]) => [key, scalar(value) ?? ""]));
}

function listOf(node: YamlNode | undefined): string[] {
  const one = scalar(node);
  if (one !== undefined) return [one];
  return Array.isArray(node?.value) ? node.value.flatMap((item) => scalar(item) ?? []) : [];
}

function scalar(node: YamlNode | undefined): string | undefined {
  return typeof node?.value === "string" && node.value !== "" ? node.value : undefined;
}
