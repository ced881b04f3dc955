import type { Answers } from "../answers/answers.js";
import type { Target } from "../target/target.js";
import type { CheckReport, Finding, Row } from "./check.js";
import { checklist, clauses } from "./clauses.js";
import { copyLogging } from "./copy-logging.js";
import { createLab } from "./create-lab.js";
import { findLoadFault } from "./find-load-fault.js";
import { findRepoFacts } from "./repo-facts.js";
import { Probes } from "./run-probe.js";
import { runScenarios } from "./run-scenarios.js";
import { scenarios } from "./scenarios/scenarios.js";
import { findSourceFacts } from "./source-facts.js";
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
  target: Target,
  answers: Answers,
  { only, onProgress = () => {}, limitMs = 15_000 }: CheckOptions = {},
): Promise<CheckReport> {
  const wanted = Object.keys(clauses).filter((clause) => only?.includes(clause) ?? true);
  const isWanted = ({ clause }: { clause: string }) => wanted.includes(clause);
  const findings = findRepoFacts(target, answers).filter(isWanted);
  onProgress(findings.length, wanted.length, "the sources");
  if (wanted.some((clause) => /^repo:(?:entry|loggers|spawn|env|gitignore)$/.test(clause)))
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
  return {
    root: target.root,
    service: answers.name,
    rows: wanted.flatMap((clause) => toRows(clause, findings)),
  };
}

async function tryOut(
  target: Target,
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
  const copy = await copyLogging(target, answers, temp);
  if ("reason" in copy) return refuse(copy.reason);
  const lab = await createLab(copy, answers, temp, probes);
  const fault = await findLoadFault(lab);
  if (fault !== undefined) return refuse(fault);
  const loaded: Finding = {
    clause: "repo:load",
    verdict: "pass",
    evidence: `Node ${process.versions.node} loads '${answers.dir}'`,
  };
  let done = 0;
  const chosen = scenarios.filter(({ clause }) => played.includes(clause));
  const found = await runScenarios(chosen, lab, (clause) => onDone(++done, clause));
  return [loaded, ...found];
}

function toRows(clause: string, findings: readonly Finding[]): Row[] {
  const [item, asks] = clauses[clause] ?? ["beyond", ""];
  return findings
    .filter((finding) => finding.clause === clause)
    .map(({ verdict, evidence }) => ({
      clause,
      checklist: checklist[item],
      verdict,
      asks,
      evidence,
    }));
}
