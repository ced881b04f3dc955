import type { ts } from "ts-morph";
import type { SpawnContext } from "../../spawn/read-spawn-context.js";
import { type Effects, readEffects } from "./read-effects.js";
import { allUnits, isWithin, type Unit } from "./read-units.js";
import { type Facts, type FactsOf, ownerOf, type Replaced, relateUnits } from "./relate-units.js";

/** What goes with a set-up, and what has to be known of what stays. */
export interface DeadUnits {
  dead: Set<Unit>;
  /** What the set-up logs of itself and that goes with it. */
  announcements: Unit[];
  /** Variables that nothing reads any more, whose values are made by something that stays. */
  orphans: Unit[];
  /** The file does nothing but set up a logger. */
  isSetUpModule: boolean;
}

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
  relateUnits(context, facts, replaced, owners, isSetUpModule);
  settle(facts, owners, isSetUpModule && announcesItself(facts));
  const dead = new Set(all.filter((unit) => facts.get(unit)?.isLive === false));
  const orphans = all.filter((unit) => isOrphan(context, unit, facts));
  const announcements = [...dead].filter((unit) => facts.get(unit)?.effects.announces);
  return { dead, announcements, orphans, isSetUpModule };
}

// `const meter = connect(…)` that only the set-up read.
function isOrphan({ ts }: SpawnContext, unit: Unit, facts: FactsOf): boolean {
  const known = facts.get(unit);
  const { node, declares } = unit;
  if (!known?.isLive || !known.isRelated || known.isMade || unit.isExported || unit.isImport) {
    return false;
  }
  if (declares.length !== 1 || !ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name)) {
    return false;
  }
  if (ts.isCatchClause(node.parent) || node.parent.declarations.length > 1) return false;
  if (!node.initializer) return false;
  const { initializer } = node;
  const isRun =
    ts.isCallExpression(initializer) ||
    ts.isNewExpression(initializer) ||
    ts.isAwaitExpression(initializer);
  const isRead = [...facts.values()].some((each) => each.isLive && each.references.has(unit));
  return isRun && !isRead;
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

// `logger.info("Logger initialized")`: the text, not the name, is about logging.
function announcesItself(facts: FactsOf): boolean {
  return [...facts].some(([{ node }, { effects }]) => {
    if (!effects.announces) return false;
    const said = node.getText().replace(/\b\w+\.\w+\(/g, "");
    return /logg(?:er|ing)|winston|pino|log4js|log level/i.test(said);
  });
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
