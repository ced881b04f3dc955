import type { Stage } from "./target.js";

/** How likely a script of package.json starts the service, and when; undefined for one that does something else. */
export function rankScript(name: string): { stage: Stage; rank: number } | undefined {
  const words = name.toLowerCase().split(/[:._/-]/);
  if (words.some((word) => notAStart.test(word)) || /^(pre|post)(start|dev|serve)/.test(name))
    return undefined;
  if (name === "start") return { stage: "production", rank: 0 };
  // `start:api`, `worker-prod`, `api:start`; but `simple-dns-server` only has such a word in its name.
  const isStart = starts.test(words[0] ?? "") || /^(start|serve)$/.test(words.at(-1) ?? "");
  if (words.some((word) => development.test(word)) && (isStart || development.test(words[0] ?? "")))
    return { stage: "development", rank: 30 };
  if (!isStart) return undefined;
  const isMain = words.every((word) => starts.test(word) || /^(prod|production)$/.test(word));
  return { stage: "production", rank: isMain ? 1 : 8 };
}

const starts =
  /^(start|serve|server|prod|production|worker|workers|cron|crons|job|jobs|bot|run|launch|daemon|consumer|scheduler|queue|api|pm2|up)$/;
const development = /^(dev|develop|development|debug|watch|local|inspect|nodemon|staging)$/;
const notAStart =
  /^(test|tests|e2e|spec|lint|build|compile|bundle|migrate|migration|migrations|seed|seeds|db|docs?|storybook|typecheck|types?|format|fmt|clean|coverage|deploy|release|install|generate|codegen|stop|kill|logs?|delete|down|prisma|typeorm|sequelize|prettier|eslint|check|bench|setup|init|swagger|mock)$/;
