import path from "node:path";
import type { SyntaxNode } from "@lezer/common";
import { isComputed } from "../../spawn/combine-texts.js";
import { shorten, suggestFor } from "../../spawn/describe-command.js";
import { type Judgement, report } from "../../spawn/environment.js";
import type { Watching } from "../../spawn/judge-watching.js";
import type { JudgedPlace } from "../../spawn/settle-choices.js";
import type { SpawnSite } from "../../spawn/spawn.js";
import { lineOf, textOf } from "../parse-python.js";
import { type Argument, keyword, listArguments } from "../read-arguments.js";
import type { ProcessCall } from "./find-process-calls.js";
import { judgeEnvironment } from "./judge-environment.js";
import { judgeWatching } from "./judge-watching.js";
import { noteRelays } from "./note-relays.js";
import { isGiven, type PythonModule } from "./read-module.js";
import { readSiteCommand, type SiteCommand } from "./read-site-command.js";
import type { PythonSurroundings } from "./surroundings.js";

/** A place with its judgement, which holds the edits for it. */
export interface JudgedCall extends JudgedPlace {
  call: ProcessCall;
}

/** Judges one call: what it starts, whether that is one of ours, and what is to be done. */
export function judgeSite(
  module: PythonModule,
  surroundings: PythonSurroundings,
  call: ProcessCall,
): JudgedCall {
  const { api, node, isHandedOn } = call;
  const text = textOf(module, node);
  const finish = (judgement: Judgement, about: Partial<SpawnSite> = {}): JudgedCall =>
    makeSite(module, surroundings, call, judgement, { command: shorten(text), text, ...about });
  if (api.takes === "other") return finish(report(api.reason ?? "starts a process"));
  if (isHandedOn)
    return finish(report(`hands ${api.kind} on: what it starts is decided elsewhere`));
  if (isInString(node))
    return finish(report("stands inside an f-string: take it out of there first"));
  const args = listArguments(module, node);
  const command = readSiteCommand(module, surroundings, call, args);
  const about = describe(module, surroundings, command, text);
  if (command.kind === "external") {
    const { site, ...rest } = finish(report(command.reason), about);
    return { ...rest, site: { ...site, verdict: "external" } };
  }
  const judgement = weigh(module, call, args, command, about.descriptor, () =>
    judgeEnvironment(module, surroundings, node, args),
  );
  return finish(judgement, {
    ...about,
    notes: [...about.notes, ...noteRelays(module, call, args)],
  });
}

// Up to Python 3.11 an f-string can't hold its own quotes.
function isInString({ parent }: SyntaxNode): boolean {
  return parent !== null && (parent.name === "FormatString" || isInString(parent));
}

// What it starts comes before how: of a program or a script that can't be told nobody knows the name.
function weigh(
  module: PythonModule,
  { api }: ProcessCall,
  args: readonly Argument[],
  { kind, reason, file, path: script, isLine }: SiteCommand,
  descriptor: string | undefined,
  judge: () => Judgement,
): Judgement {
  if (api.reason !== undefined) return report(kind === "report" ? reason : api.reason);
  const judgement = judge();
  if (judgement.verdict === "handled") return judgement;
  if (kind === "report") {
    const first = keyword(args, "args") ?? args[0]?.value;
    return report(reason, first !== undefined && isGiven(module, first));
  }
  if (isLine) {
    return report(
      'starts a service by a shell: make its command a list, or give it env=child_env("<X>") by hand',
    );
  }
  if (judgement.verdict === "report") return judgement;
  const isUnknown = file === undefined && descriptor === undefined && isComputed(script ?? "");
  return isUnknown
    ? report(`runs a script that can't be told, ${showVariables(script ?? "")}`)
    : judgement;
}

// `$PATH_TO_SCORER/main.py`
function showVariables(text: string): string {
  return text.replace(/\$\{process\.env\.(\w+)\}/g, (_, name: string) => `$${name}`);
}

function describe(
  module: PythonModule,
  { root }: PythonSurroundings,
  command: SiteCommand,
  text: string,
): Pick<SpawnSite, "command" | "script" | "descriptor" | "notes"> {
  const script = command.file === undefined ? undefined : path.posix.relative(root, command.file);
  const descriptor = suggestFor(command, root, script);
  const written = command.words.length > 0 ? command.words.join(" ") : text;
  return {
    command: shorten(showVariables(written.replaceAll(`${root}/`, ""))),
    ...(script === undefined ? {} : { script }),
    ...(descriptor === undefined ? {} : { descriptor }),
    notes:
      script === module.file
        ? ["starts the file that it stands in: parent and child run the same code"]
        : [],
  };
}

function makeSite(
  module: PythonModule,
  { dir }: PythonSurroundings,
  call: ProcessCall,
  judgement: Judgement,
  about: Pick<SpawnSite, "command" | "text"> & Partial<SpawnSite>,
): JudgedCall {
  const { verdict, reason, notes } = judgement;
  const isOurs = verdict === "patchable" || verdict === "handled";
  const watching: Watching = isOurs
    ? judgeWatching(module, dir, call)
    : { state: "impossible", reason };
  const site: SpawnSite = {
    file: module.file,
    line: lineOf(module.text, call.node.from),
    kind: call.api.kind,
    ...about,
    verdict,
    reason,
    notes: [...notes, ...(about.notes ?? [])],
    canWatch: watching.state === "possible",
  };
  if (verdict === "patchable" && judgement.name !== undefined) site.name = judgement.name;
  if (verdict === "handled" && judgement.descriptor !== undefined) {
    site.descriptor = judgement.descriptor;
  }
  return { site, call, judgement, watching };
}
