import { lineOf } from "../parse-source.js";
import { isComputed } from "./combine-texts.js";
import { describeCommand, shorten } from "./describe-command.js";
import { type Judged, type Judgement, report } from "./environment.js";
import type { SpawnCall } from "./find-spawn-calls.js";
import { isGiven } from "./is-given.js";
import { judgeEnvironment } from "./judge-environment.js";
import { judgeWatching, type Watching } from "./judge-watching.js";
import { noteRelays } from "./note-relays.js";
import type { ReadCommand } from "./read-script.js";
import { readSiteCommand } from "./read-site-command.js";
import { readSpawnArguments } from "./read-spawn-arguments.js";
import type { SpawnContext } from "./read-spawn-context.js";
import type { SpawnSite } from "./spawn.js";
import { template } from "./spawn-apis.js";
import type { Surroundings } from "./surroundings.js";

/** A place with its judgement, which holds the edits for it. */
export interface JudgedSite {
  site: SpawnSite;
  call: SpawnCall;
  judgement: Judgement;
  watching: Watching;
}

/** Judges one call: what it starts, whether that is one of ours, and what is to be done. */
export function judgeSite(
  context: SpawnContext,
  surroundings: Surroundings,
  call: SpawnCall,
): JudgedSite {
  const { ts, tree } = context;
  const { api, callee, node } = call;
  const text = node.getText(tree);
  const finish = (judgement: Judgement, about: Partial<SpawnSite> = {}): JudgedSite =>
    makeSite(context, surroundings, call, judgement, { command: shorten(text), text, ...about });
  if (call.isPassed) {
    return finish(report(`hands ${api.kind} on: what it starts is decided elsewhere`));
  }
  if (api.takes === "other" || !ts.isCallExpression(node)) {
    const isShared = /\bSHARE_ENV\b/.test(text);
    const shared = isShared ? "; with SHARE_ENV it can have no name of its own" : "";
    return finish(report((api.reason ?? template) + shared));
  }
  const found = readSpawnArguments(context, node, api, callee.isPromisified);
  if (!("command" in found)) return finish(report(found.reason));
  const command = readSiteCommand(context, surroundings, call, found);
  const about = describeCommand(context, surroundings, found, call, command);
  if (command.kind === "external") {
    const { site, ...rest } = finish(report(command.reason), about);
    return { ...rest, site: { ...site, verdict: "external" } };
  }
  if ("reason" in found) return finish(report(found.reason), about);
  const judged = { ...surroundings, context, api, node, found };
  const judgement = weigh(judged, command, about.descriptor, judgeEnvironment(judged));
  return finish(judgement, { ...about, notes: [...about.notes, ...noteRelays(judged)] });
}

function makeSite(
  context: SpawnContext,
  { folder }: Surroundings,
  call: SpawnCall,
  judgement: Judgement,
  about: Pick<SpawnSite, "command" | "text"> & Partial<SpawnSite>,
): JudgedSite {
  const { verdict, reason, notes } = judgement;
  const isOurs = verdict === "patchable" || verdict === "handled";
  const watching: Watching = isOurs
    ? judgeWatching(context, folder, call)
    : { state: "impossible", reason };
  const site: SpawnSite = {
    file: context.file,
    line: lineOf(context, call.node),
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

// What it starts comes before how: of a program or a script that can't be told nobody knows the name.
function weigh(
  { context, api, found }: Judged,
  { kind, reason, file, path: script }: ReadCommand,
  descriptor: string | undefined,
  judgement: Judgement,
): Judgement {
  if (judgement.verdict === "handled") return judgement;
  if (kind === "report") return report(reason, isGiven(context, found.command));
  if (judgement.verdict === "report" || api.takes === "line") return judgement;
  const isUnknown = file === undefined && descriptor === undefined && isComputed(script ?? "");
  return isUnknown ? report(`runs a script that can't be told, ${script}`) : judgement;
}
