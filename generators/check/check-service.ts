import type { Answers } from "../answers/answers.js";
import { isPython, type Project } from "../target/project.js";
import type { CheckReport, Finding, Row } from "./check.js";
import { asksOf, checklist, clauses } from "./clauses.js";
import { createLab } from "./create-lab.js";
import { findLoadFault } from "./find-load-fault.js";
import { prepareNode } from "./prepare-node.js";
import type { Bench, Language } from "./program.js";
import { preparePython } from "./python/prepare-python.js";
import { findRepoFacts } from "./repo-facts.js";
import { Probes } from "./run-probe.js";
import { runScenarios } from "./run-scenarios.js";
import { scenarios } from "./scenarios/scenarios.js";
import { findSourceFacts, sourceFacts } from "./source-facts.js";
import { withTemp } from "./with-temp.js";

export interface CheckOptions {
  /** Clauses to look at; all if not said. */
  only?: readonly string[];
  /** How long a probe may take: a tenth of a second is usual, 15 s the limit if not said. */
  limitMs?: number;
  onProgress?: (done: number, total: number, clause: string) => void;
}

/** Looks at everything that is asked of a service's logging. Nothing is written in the repo. */
export async function checkService(
  target: Project,
  answers: Answers,
  { only, onProgress = () => {}, limitMs = 15_000 }: CheckOptions = {},
): Promise<CheckReport> {
  const language = isPython(target) ? "python" : "node";
  const listed = Object.keys(clauses).filter((clause) => only?.includes(clause) ?? true);
  const wanted = listed.filter((clause) => asksOf(clause, language) !== undefined);
  const isWanted = ({ clause }: { clause: string }) => wanted.includes(clause);
  const findings = findRepoFacts(target.root, answers).filter(isWanted);
  onProgress(findings.length, wanted.length, "the sources");
  if (wanted.some((clause) => sourceFacts.includes(clause)))
    findings.push(...(await findSourceFacts(target, answers)).filter(isWanted));
  const played = wanted.filter((clause) => !findings.some((each) => each.clause === clause));
  const probes = new Probes(limitMs);
  if (played.length > 0)
    findings.push(
      ...(await withTemp(probes, (temp) =>
        tryOut(target, answers, temp, probes, played, (done, clause) =>
          onProgress(wanted.length - played.length + done, wanted.length, clause),
        ),
      )),
    );
  // Nothing but the other language's: it must not look as if all were well.
  if (wanted.length === 0)
    findings.push(...listed.map((clause): Finding => skipForeign(clause, language)));
  return {
    root: target.root,
    service: answers.name,
    rows: listed.flatMap((clause) => toRows(clause, findings, language)),
  };
}

function skipForeign(clause: string, language: Language): Finding {
  const evidence = `not asked of ${language === "node" ? "Node" : "Python"} services`;
  return { clause, verdict: "skipped", evidence };
}

async function tryOut(
  target: Project,
  answers: Answers,
  temp: string,
  probes: Probes,
  played: readonly string[],
  onDone: (done: number, clause: string) => void,
): Promise<Finding[]> {
  const refuse = (evidence: string): Finding[] =>
    played.map((clause) =>
      clause === "repo:load"
        ? { clause, verdict: "fail", evidence }
        : // Asked for alone it must not look as if nothing were wrong.
          {
            clause,
            verdict: played.includes("repo:load") ? "skipped" : "fail",
            evidence: `the logging folder does not load: ${evidence}`,
          },
    );
  const bench = await prepare(target, answers, temp);
  if ("reason" in bench) return refuse(bench.reason);
  const lab = createLab(bench, answers, temp, probes);
  const fault = await findLoadFault(lab);
  if (fault !== undefined) return refuse(fault);
  const loaded: Finding = { clause: "repo:load", verdict: "pass", evidence: bench.loaded };
  let done = 0;
  const chosen = scenarios.filter(({ clause }) => played.includes(clause));
  const found = await runScenarios(chosen, lab, (clause) => onDone(++done, clause));
  return [loaded, ...found];
}

function prepare(
  target: Project,
  answers: Answers,
  temp: string,
): Promise<Bench | { reason: string }> {
  return isPython(target)
    ? preparePython(target, answers, temp)
    : prepareNode(target, answers, temp);
}

function toRows(clause: string, findings: readonly Finding[], language: Language): Row[] {
  const [item] = clauses[clause] ?? ["beyond"];
  const other = language === "node" ? "python" : "node";
  return findings
    .filter((finding) => finding.clause === clause)
    .map(({ verdict, evidence }) => ({
      clause,
      checklist: checklist[item],
      verdict,
      asks: asksOf(clause, language) ?? asksOf(clause, other) ?? "",
      evidence,
    }));
}
