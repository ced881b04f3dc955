import type { ts } from "ts-morph";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { resolveCallee } from "../../spawn/resolve-callee.js";
import { libraryOf } from "./libraries.js";
import { type Effects, readEffects, type SetUpNames } from "./read-effects.js";
import { allUnits, isWithin, type Unit } from "./read-units.js";

/** What goes with a set-up, and what has to be known of what stays. */
export interface DeadUnits {
  dead: Set<Unit>;
  /** What the set-up logs of itself and that goes with it. */
  announcements: Unit[];
  /** The file does nothing but set up a logger. */
  isSetUpModule: boolean;
}

/** The places of a file that the new code stands for. */
export interface Replaced extends SetUpNames {
  /** What makes a logger. */
  made: readonly ts.Node[];
  /** Parts of those that the new code keeps. */
  kept: readonly ts.Node[];
  /** Variables that a set-up may read and check for itself. */
  isSettingVariable(name: string): boolean;
}

interface Facts {
  effects: Effects;
  references: Set<Unit>;
  /** It has to do with the set-up. */
  isRelated: boolean;
  isLive: boolean;
  /** A logger is made in it. */
  isMade: boolean;
}

type FactsOf = Map<Unit, Facts>;

/** Finds the units of a file that only serve a set-up, and are of no use without it. */
export function findDeadUnits(
  context: SpawnContext,
  units: readonly Unit[],
  replaced: Replaced,
): DeadUnits {
  const all = allUnits(units);
  const owners = new Map<ts.Declaration, Unit>();
  for (const unit of all) for (const each of unit.declares) owners.set(each, unit);
  const facts: FactsOf = new Map(
    all.map((unit) => [unit, readFacts(context, unit, replaced, owners)]),
  );
  const isSetUpModule =
    units.some(({ isExported }) => isExported) &&
    units.every((unit) => isOfSetUp(context, unit, facts));
  relate(context, facts, replaced, owners, isSetUpModule);
  settle(facts, owners, isSetUpModule && announcesItself(facts));
  const dead = new Set(all.filter((unit) => facts.get(unit)?.isLive === false));
  const announcements = [...dead].filter((unit) => facts.get(unit)?.effects.announces);
  return { dead, announcements, isSetUpModule };
}

// Nothing but a logger is made here: what is said and checked is about logging.
function isOfSetUp(context: SpawnContext, unit: Unit, facts: FactsOf): boolean {
  const { ts } = context;
  const known = facts.get(unit);
  if (unit.declares.length > 0 || unit.isExported || unit.isImport) return true;
  if (known?.isMade || !known?.effects.blocked) return true;
  if (!ts.isExpressionStatement(unit.node)) return false;
  return (
    ts.isStringLiteral(unit.node.expression) ||
    /^(?:process\.on(?:ce)?\(|require\(|dotenv\.|loadEnv|config\(\)|logger\.\w+ = )/.test(
      unit.node.getText(),
    )
  );
}

function readFacts(
  context: SpawnContext,
  unit: Unit,
  replaced: Replaced,
  owners: Map<ts.Declaration, Unit>,
): Facts {
  const references = new Set<Unit>();
  for (const name of namesIn(context, unit, replaced)) {
    const owner = ownerOf(context, name, owners);
    if (owner && owner !== unit) references.add(owner);
  }
  const effects = effectsOf(context, unit, replaced);
  if (!isOwnSetting(context, unit, replaced, effects)) effects.blocked ??= unit.node;
  const isMade = replaced.made.some((made) => isWithin(made, unit.node));
  return { effects, references, isRelated: false, isLive: false, isMade };
}

function ownerOf(
  context: SpawnContext,
  name: ts.Identifier,
  owners: Map<ts.Declaration, Unit>,
): Unit | undefined {
  const declaration = context.declarationOf(name);
  return declaration && owners.get(declaration);
}

// The names that a unit's own code mentions, not those of its inner units or of what is replaced.
function namesIn(context: SpawnContext, unit: Unit, { made, kept }: Replaced): ts.Identifier[] {
  const { ts } = context;
  const names: ts.Identifier[] = [];
  const visit = (node: ts.Node, isMade: boolean): void => {
    if (unit.inner.some((inner) => inner.node === node || inner.statement === node)) return;
    const inside = kept.includes(node) ? false : isMade || made.includes(node);
    if (ts.isIdentifier(node) && !inside) names.push(node);
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(unit.node, false);
  // `const { combine } = winston.format`: the element needs what the pattern takes apart.
  if (ts.isBindingElement(unit.node)) {
    const declaration = unit.node.parent.parent;
    if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
      visit(declaration.initializer, false);
    }
  }
  return names;
}

function effectsOf(context: SpawnContext, unit: Unit, replaced: Replaced): Effects {
  const { ts } = context;
  const none: Effects = { isSoft: false, announces: false, writes: new Set() };
  const { node } = unit;
  if (unit.isImport) return none;
  if (ts.isBindingElement(node)) {
    const declaration = node.parent.parent;
    return readEffects(context, replaced, declaration);
  }
  if (unit.declares.length > 0 && !ts.isVariableDeclaration(node)) return none;
  if (unit.inner.length > 0 && unit.declares.length === 0) {
    // Its own blocks stay or go with what stands in them.
    return { ...none, blocked: node };
  }
  if (ts.isReturnStatement(node)) return { ...none, blocked: node };
  if (replaced.made.some((made) => isWithin(made, node) && unit.inner.length === 0)) {
    return { ...none, blocked: node };
  }
  if (ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression)) {
    return { ...none, blocked: node };
  }
  return readEffects(context, replaced, node);
}

// What prints or ends the process belongs to the set-up only where it is about the set-up's variables.
function isOwnSetting(
  { ts }: SpawnContext,
  unit: Unit,
  { isSettingVariable }: Replaced,
  effects: Effects,
): boolean {
  if (!effects.isSoft) return true;
  let isOwn = true;
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "process.env") {
      if (!isSettingVariable(node.name.text)) isOwn = false;
    }
    ts.forEachChild(node, visit);
  };
  visit(unit.node);
  return isOwn;
}

// From what is replaced downwards to all that it needs, and to the statements that deal with any of that.
function relate(
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

function announcesItself(facts: FactsOf): boolean {
  const said = [...facts].filter(([, { effects }]) => effects.announces);
  return said.some(([{ node }]) =>
    /logg(?:er|ing)|winston|pino|log4js|log level/i.test(node.getText()),
  );
}

function settle(facts: FactsOf, owners: Map<ts.Declaration, Unit>, mayFallSilent: boolean): void {
  const revive = (unit: Unit): void => {
    const known = facts.get(unit);
    if (!known || known.isLive) return;
    known.isLive = true;
    for (const each of known.references) revive(each);
  };
  const isAlive = (unit: Unit | undefined): boolean =>
    unit !== undefined && facts.get(unit)?.isLive === true;
  for (const [unit, { effects, isRelated }] of facts) {
    const isSaid = effects.announces && !mayFallSilent;
    if (unit.isExported || !isRelated || effects.blocked || isSaid) revive(unit);
  }
  for (let isChanging = true; isChanging; ) {
    isChanging = false;
    for (const [unit, { effects, references, isLive }] of facts) {
      if (isLive) continue;
      const writesLive = [...effects.writes].some((each) => isAlive(owners.get(each)));
      // What is printed about something that stays was not about the set-up.
      const isSpoken = (effects.isSoft || effects.announces) && unit.declares.length === 0;
      const isAbout = (each: Unit): boolean =>
        isAlive(each) && facts.get(each)?.isMade === false && !isOfPackage(each);
      if (writesLive || (isSpoken && [...references].some(isAbout))) {
        revive(unit);
        isChanging = true;
      }
    }
  }
}

// `path` and `fs` are not what something is about.
function isOfPackage({ isImport, statement }: Unit): boolean {
  return isImport && !/["']\.{1,2}\//.test(statement.getText());
}
