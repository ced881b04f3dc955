"use strict";

const { accessSync, constants, statSync } = require("node:fs");
const { resolve } = require("node:path");
const { parseCount, parseSize } = require("./limits");
const { makeDirectory } = require("./log-file");
const { activePath } = require("./rotation");
const { environmentAliases, modes, variables } = require("./settings");

/**
 * Reads every variable, to name all that are at fault and not only the first.
 * @param {Record<string, string | undefined>} env
 * @param {readonly string[]} children
 */
function readEnvironment(env, children) {
  const problems = [];
  const attempt = (read) => {
    try {
      return read();
    } catch (error) {
      problems.push(error.message);
      return undefined;
    }
  };
  attempt(checkRuntime);
  const name = attempt(() => readName(env, variables.name));
  const environment = attempt(() => readEnvironmentName(env));
  const isFileWanted = environment === undefined || modes[environment].file;
  const directory = isFileWanted ? attempt(() => readDirectory(env, name)) : undefined;
  const maxBytes = attempt(() => parseSize(variables.maxSize, env[variables.maxSize]));
  const maxFiles = attempt(() => parseCount(variables.maxFiles, env[variables.maxFiles]));
  problems.push(...findChildProblems(env, children));
  const readable = { name, environment, directory, maxBytes, maxFiles };
  return { service: problems.length === 0 ? readable : undefined, readable, problems };
}

/** Elsewhere the last record before death is not certain: other runtimes end in other ways. */
function checkRuntime() {
  for (const [runtime, name] of [
    ["bun", "Bun"],
    ["deno", "Deno"],
  ]) {
    if (process.versions[runtime] !== undefined)
      throw new Error(`This logging needs Node, not ${name}`);
  }
}

/** A name that can be the stem of a file's name. */
function readName(env, variable) {
  const name = readRequired(env, variable);
  const reason = findNameFault(name);
  if (reason === undefined) return name;
  throw new Error(`${variable} is '${name}', which ${reason}`);
}

function findNameFault(name) {
  if (/[/\\]/.test(name)) return "holds a path separator: it must be a plain file name";
  if (/[^ -~\u00a0-\uffff]/.test(name)) return "holds a control character";
  if (name === "." || name === "..") return "is a directory's name";
  if (Buffer.byteLength(name) > 200) return "is longer than 200 bytes";
  return undefined;
}

function readEnvironmentName(env) {
  const valid = Object.keys(modes);
  const value = readRequired(env, variables.environment, ` (one of ${valid.join(", ")})`);
  const name = environmentAliases[value] ?? value;
  if (valid.includes(name)) return name;
  throw new Error(`${variables.environment} is '${value}', not one of ${valid.join(", ")}`);
}

function readDirectory(env, name) {
  const value = readRequired(env, variables.directory, " (needed in testing and production)");
  const directory = resolve(value);
  try {
    makeDirectory(directory);
    if (!statSync(directory).isDirectory()) throw new Error(`'${directory}' is not a directory`);
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    if (name !== undefined) checkLogFile(activePath(directory, name));
  } catch (error) {
    throw new Error(`${variables.directory} is '${value}', which is not usable: ${error.message}`);
  }
  return directory;
}

function checkLogFile(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isFile()) throw new Error(`'${path}' is not a file`);
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    // It may be rotated at this very moment.
    if (error.code !== "ENOENT") throw error;
  }
}

/** Children write to files of their own, so each needs a name that nobody else has. */
function findChildProblems(env, children) {
  const own = env[variables.name];
  const named = children.map((child) => {
    const variable = `${variables.childPrefix}${child}`;
    return { variable, name: env[variable] };
  });
  // A child that shares this package and its settings has no children of its own.
  if (own?.trim() && named.some(({ name }) => name === own)) return [];
  const problems = [];
  const owners = new Map();
  for (const { variable } of named) {
    try {
      const name = readName(env, variable);
      const owner = owners.get(name);
      if (owner !== undefined) problems.push(`${variable} is '${name}', as ${owner} is`);
      owners.set(name, variable);
    } catch (error) {
      problems.push(error.message);
    }
  }
  return problems;
}

function readRequired(env, variable, hint = "") {
  const value = env[variable];
  if (value === undefined) throw new Error(`${variable} is missing${hint}`);
  if (value.trim() === "") throw new Error(`${variable} is blank${hint}`);
  return value;
}

module.exports = { readEnvironment };
