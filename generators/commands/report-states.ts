import path from "node:path";
import { showPath } from "../apply/confine-path.js";
import { CreateLoggingError, describeError, type ExitCode, exitCodes } from "../errors.js";
import type { FileState, State } from "../plan/file-states.js";
import type { Colors } from "../plan/show-plan.js";
import type { Terminal } from "./open-terminal.js";

/** A service and its files, or why it could not be checked. */
export type CheckedService = { dir: string; root: string } & (
  | {
      /** The version that wrote it, and the one that checks. */
      writtenBy: string;
      version: string;
      failOn: readonly State[];
      files: FileState[];
    }
  | { error: unknown }
);

const paint = { current: "green", outdated: "yellow", drifted: "dim", conflicted: "red" } as const;

/** Prints the states of several services' files, for a person or as JSON; the exit code is that of the worst. */
export function reportStates(services: readonly CheckedService[], terminal: Terminal): ExitCode {
  if (terminal.isJson) terminal.printJson(toJson(services));
  else terminal.print([...services.map(describe(terminal.colors)), ...sum(services)].join("\n"));
  return Math.max(...services.map(judge)) as ExitCode;
}

function judge(service: CheckedService): ExitCode {
  if ("error" in service)
    return service.error instanceof CreateLoggingError ? service.error.exitCode : exitCodes.failed;
  const fails = service.files.some(({ state }) => service.failOn.includes(state));
  return fails ? exitCodes.failed : exitCodes.done;
}

function toJson(services: readonly CheckedService[]) {
  const rows = services.map((service) => {
    const { dir, root } = service;
    if ("error" in service)
      return { dir, root, state: "refused", error: describeError(service.error) };
    const { writtenBy, version, files, failOn } = service;
    const fails = judge(service) !== exitCodes.done;
    return { dir, root, state: worst(files), fails, failOn, writtenBy, version, files };
  });
  return { checkVersion: 1, services: rows };
}

function worst(files: readonly FileState[]): State {
  const has = (state: State) => files.some((file) => file.state === state);
  return (["conflicted", "outdated", "drifted"] as const).find(has) ?? "current";
}

function describe(colors: Colors) {
  return (service: CheckedService): string => {
    const head = colors.bold(
      showPath(service.dir === "." ? path.basename(service.root) : service.dir),
    );
    if ("error" in service)
      return `${head}  ${colors.red("refused")}\n  ${describeError(service.error)}`;
    const { files, writtenBy, version } = service;
    const state = worst(files);
    const word = colors[paint[state]](state);
    const behind = writtenBy === version ? "" : `, written by ${writtenBy}`;
    const others = files.filter((file) => file.state !== "current");
    const width = Math.max(0, ...others.map((file) => file.state.length));
    const pathWidth = Math.min(40, Math.max(0, ...others.map(({ path }) => showPath(path).length)));
    const rows = others.map((file) => {
      const painted = colors[paint[file.state]](file.state.padEnd(width));
      return `  ${painted}  ${showPath(file.path).padEnd(pathWidth)}  ${colors.dim(file.reason ?? "")}`.trimEnd();
    });
    const count = `${files.length - others.length} of ${files.length} files current${behind}`;
    return [`${head}  ${word}  ${colors.dim(count)}`, ...rows].join("\n");
  };
}

function sum(services: readonly CheckedService[]): string[] {
  const worstOf = (service: CheckedService) =>
    "error" in service ? "refused" : worst(service.files);
  const counts = ["current", "drifted", "outdated", "conflicted", "refused"].flatMap((state) => {
    const count = services.filter((service) => worstOf(service) === state).length;
    return count === 0 ? [] : [`${count} ${state}`];
  });
  const total = services.length > 1 ? [`${services.length} services: ${counts.join(", ")}.`] : [];
  const needsUpgrade = services.some((service) => worstOf(service) === "outdated");
  const needsPerson = services.some((service) => worstOf(service) === "conflicted");
  const next = [
    ...(needsUpgrade ? ["Bring it up to date: npx create-logging upgrade"] : []),
    ...(needsPerson
      ? ["Conflicts have to be resolved by hand: npx create-logging upgrade --diff shows them"]
      : []),
  ];
  const lines = [...total, ...next];
  return lines.length === 0 ? [] : ["", ...lines];
}
