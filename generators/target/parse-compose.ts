import type { ParsedCommand } from "./parsed-command.js";
import { at, readYaml, type YamlNode } from "./read-yaml.js";
import { joinWords } from "./split-command.js";

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
    // An image that is not built here runs somebody else's code, unless the sources are mounted into it.
    if (line === "" || (at(service, "build") === undefined && at(service, "volumes") === undefined))
      return [];
    return [
      {
        line: start.line,
        command: line,
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

function scalar(node: YamlNode | undefined): string | undefined {
  return typeof node?.value === "string" && node.value !== "" ? node.value : undefined;
}
