import type { ts } from "ts-morph";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { resolveCallee } from "../../spawn/resolve-callee.js";
import { libraryOf } from "./libraries.js";
import type { Effects, SetUpNames } from "./read-effects.js";
import type { Unit } from "./read-units.js";

/** The places of a file that the new code stands for. */
export interface Replaced extends SetUpNames {
  /** What makes a logger. */
  made: readonly ts.Node[];
  /** Parts of those that the new code keeps. */
  kept: readonly ts.Node[];
  /** Variables that a set-up may read and check for itself. */
  isSettingVariable(name: string): boolean;
}

/** What is known of a unit. */
export interface Facts {
  effects: Effects;
  references: Set<Unit>;
  /** It has to do with the set-up. */
  isRelated: boolean;
  isLive: boolean;
  /** A logger is made in it. */
  isMade: boolean;
}

/** Of every unit of a file. */
export type FactsOf = Map<Unit, Facts>;

/** Marks what a set-up needs, all the way down, and the statements that deal with any of that. */
export function relateUnits(
  context: SpawnContext,
  facts: FactsOf,
  { made, isSettingVariable }: Replaced,
  owners: Map<ts.Declaration, Unit>,
  isSetUpModule: boolean,
): void {
  const { ts } = context;
  const mark = (unit: Unit): boolean => {
    const known = facts.get(unit);
    if (!known || known.isRelated) return false;
    known.isRelated = true;
    for (const each of known.references) mark(each);
    return true;
  };
  const visit = (node: ts.Node): void => {
    const owner = ts.isIdentifier(node) ? ownerOf(context, node, owners) : undefined;
    if (owner) mark(owner);
    ts.forEachChild(node, visit);
  };
  for (const node of made) visit(node);
  for (const [unit, { isMade, effects }] of facts) {
    const isTop = context.ts.isSourceFile(unit.statement.parent);
    const isCheck = isSetUpModule && isTop && effects.isSoft && unit.declares.length === 0;
    if (isOfLibrary(context, unit) || (isMade && unit.inner.length === 0)) mark(unit);
    else if (isCheck && checksSettings(context, unit, facts, isSettingVariable)) mark(unit);
  }
  for (let isGrowing = true; isGrowing; ) {
    isGrowing = false;
    for (const [unit, { references, effects, isRelated }] of facts) {
      if (isRelated || effects.blocked || unit.declares.length > 0) continue;
      const isTouching = [...references].some((each) => facts.get(each)?.isRelated);
      if (isTouching) isGrowing = mark(unit) || isGrowing;
    }
  }
}

function isOfLibrary(context: SpawnContext, unit: Unit): boolean {
  const { ts } = context;
  let isOf = false;
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && isSpecifier(ts, node)) {
      isOf ||= libraryOf(node.text) !== undefined;
    } else if (ts.isIdentifier(node)) {
      isOf ||= libraryOf(resolveCallee(context, node)?.module ?? "") !== undefined;
    }
    if (!isOf) ts.forEachChild(node, visit);
  };
  visit(unit.isImport ? unit.statement : unit.node);
  return isOf;
}

function isSpecifier(ts: SpawnContext["ts"], { parent }: ts.Node): boolean {
  return (
    ts.isImportDeclaration(parent) ||
    ts.isCallExpression(parent) ||
    ts.isExternalModuleReference(parent)
  );
}

// `if (missing.length > 0) { … process.exit(1); }`, and whatever `missing` was made of.
function checksSettings(
  context: SpawnContext,
  unit: Unit,
  facts: FactsOf,
  isSettingVariable: (name: string) => boolean,
): boolean {
  const texts = new Map<Unit, string>();
  const collect = (each: Unit): void => {
    if (texts.has(each) || each.isImport) return;
    texts.set(each, each.node.getText(context.tree));
    for (const reference of facts.get(each)?.references ?? []) collect(reference);
    for (const [writer, { effects }] of facts) {
      if (each.declares.some((declared) => effects.writes.has(declared))) collect(writer);
    }
  };
  collect(unit);
  const text = [...texts.values()].join("\n");
  if (/\bmkdir(?:Sync|p)?\(/.test(text) && /\blogs?\b/i.test(text)) return true;
  const read = /\bprocess\.env\.(\w+)|["']([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)["']/g;
  const names = [...text.matchAll(read)].map(([, member, literal]) => member ?? literal ?? "");
  return names.length > 0 && names.every(isSettingVariable);
}

/** The unit that declares what a name means. */
export function ownerOf(
  context: SpawnContext,
  name: ts.Identifier,
  owners: Map<ts.Declaration, Unit>,
): Unit | undefined {
  const declaration = context.declarationOf(name);
  return declaration && owners.get(declaration);
}
